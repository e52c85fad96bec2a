import { ChevronDown } from 'lucide-react'
import type { Facet } from '@/lib/model/token-facet.ts'
import { Button } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'
import { FacetFind } from './facet-find.tsx'
import type { FacetOption, Least } from './facet-options.ts'

/** What a menu of several values asks for: a facet, or what tokens are not counted by. */
type Asked = Facet | 'because'

type FacetMenuProps = {
  facet: Asked
  label: string
  options: readonly FacetOption[]
  /** Whether it narrows the list: live tokens only, which every list begins with, does not count. */
  used: boolean
  /** Where more values are looked up by typing; null where all there are are shown. */
  more: string | null
  least: Least
  /** Within a panel that applies as a whole, its values fold out in place. */
  folded?: boolean
}

/** What a facet leaves out, where its name alone promises more. */
const hints: Readonly<Partial<Record<Asked, string>>> = {
  reason: 'The one that decides the verdict. What else speaks against a token is asked for under More filters, Among its reasons.',
  because: 'Any of those chosen, whether it decides the verdict or not. Tokens are not counted by these.',
}

/** Facets longer than this can be searched by typing. */
const searchable = 8

/**
 * One facet: its values with counts. Several may be ticked; they apply together as the menu closes. Markup only: the form
 * around it does what moves, and without a script its button sends the form.
 */
export function FacetMenu({ facet, label, options, used, more, least, folded }: FacetMenuProps) {
  const chosen = used ? options.filter((option) => option.chosen).length : 0
  return (
    <details data-menu={folded ? undefined : ''} name={folded ? undefined : 'facet'} className="group relative max-md:w-full">
      <summary
        className={cn(
          'flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-control px-2.5 text-table font-medium select-none hover:bg-panel pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden max-md:border-0 max-md:px-2',
          !folded && 'border border-control bg-bg',
          !folded && chosen > 0 && 'md:border-accent md:bg-selected',
        )}
      >
        <span className={cn(folded && 'flex-1', 'max-md:flex-1')}>{label}</span>
        {chosen > 0 ? (
          <span className="text-accent">
            {chosen}
            <span className="sr-only"> chosen</span>
          </span>
        ) : null}
        <ChevronDown aria-hidden className="size-3.5 text-text-3 group-open:rotate-180" />
      </summary>
      <div
        tabIndex={-1}
        data-facet-panel
        className={cn(
          'flex flex-col outline-none',
          !folded &&
            'md:absolute md:top-full md:left-0 md:z-20 md:mt-1 md:w-76 md:rounded-panel md:border md:border-line md:bg-bg md:shadow-float',
        )}
      >
        {options.length > searchable || more ? (
          <FacetFind name={facet} label={label} known={options.map(({ value }) => value)} more={more} least={least} />
        ) : null}
        {/* Another choice in the address begins the boxes anew, so that they always say what is applied. */}
        <fieldset
          key={options
            .filter((option) => option.chosen)
            .map(({ value }) => value)
            .join()}
          className="max-h-72 overflow-y-auto px-1 py-1 max-md:max-h-none"
        >
          <legend className="sr-only">{label}</legend>
          {options.map((option) => (
            <FacetChoice key={option.value} name={facet} {...option} />
          ))}
          {hints[facet] ? <p className="px-2 py-1.5 text-meta text-text-3">{hints[facet]}</p> : null}
          {options.length === 0 ? <p className="px-2 py-1.5 text-table text-text-3">Nothing to choose from.</p> : null}
        </fieldset>
        {folded ? null : (
          <div className="border-t border-line p-2 max-md:hidden">
            <Button type="submit" className="w-full">
              Apply
            </Button>
          </div>
        )}
      </div>
    </details>
  )
}

/** One value with its box and its count. */
export function FacetChoice({ name, value, label, count, chosen }: FacetOption & { name: string }) {
  return (
    <label className="flex min-h-8 items-center gap-2 rounded-control px-2 text-table hover:bg-panel pointer-coarse:min-h-11 [&[hidden]]:hidden">
      <input type="checkbox" name={name} value={value} defaultChecked={chosen} className="size-4 shrink-0 accent-accent" />
      <span className="min-w-0 flex-1 py-1 wrap-anywhere">{label}</span>
      <span className={/\b0$/.test(count) ? 'text-text-3' : 'text-text-2'}>{count}</span>
    </label>
  )
}
