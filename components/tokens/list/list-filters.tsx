import { ChevronDown, Search, SlidersHorizontal, X } from 'lucide-react'
import type { FacetCounts } from '@/lib/model/token-row.ts'
import { facets, type Facet } from '@/lib/model/token-facet.ts'
import { narrowingsOf, writeTokenSearch } from '@/lib/model/token-search.ts'
import { usualView } from '@/lib/model/token-view.ts'
import { Button } from '@/components/ui/button.tsx'
import { facetWord, type ReasonWords } from '../fact-words.ts'
import { FacetMenu } from './facet-menu.tsx'
import { facetOptions, reasonOptions, type Least } from './facet-options.ts'
import { ListForm } from './list-form.tsx'
import type { Listed } from './list-hrefs.ts'
import { PeriodFields } from './period-fields.tsx'

/** The form that the list's controls belong to, wherever on the page they stand. */
export const listForm = 'list-form'

type ListFiltersProps = { list: Listed; counts: FacetCounts; reasonWords: ReasonWords; total: string; least: Least }

const pinned: readonly Facet[] = ['verdict', 'reason', 'owner', 'workload', 'binding']
const rest = facets.filter((facet) => !pinned.includes(facet))
/** Facets of which there may be more values than are counted for the page. */
const long: ReadonlySet<Facet> = new Set(['owner', 'workload', 'kind', 'source', 'provider'])
const mostCounted = 50

/** Search and facets over the inventory: a bar on wide screens, a sheet on a phone. */
export function ListFilters({ list, counts, reasonWords, total, least }: ListFiltersProps) {
  const { search } = list
  const query = writeTokenSearch(search)
  const used = narrowingsOf(search)
  const menu = (facet: Facet, folded?: boolean) => (
    <FacetMenu
      key={facet}
      facet={facet}
      folded={folded}
      label={facetWord[facet]}
      used={used.includes(facet) || (facet === 'state' && !search.filters.state)}
      options={facetOptions(facet, counts, search, reasonWords, least)}
      least={least}
      more={long.has(facet) && counts[facet].length >= mostCounted ? `/api/v1/facets/${facet}?${query}` : null}
    />
  )
  const usedInRest = used.filter(
    (name) => name === 'idle' || name === 'due' || name === 'because' || rest.some((facet) => facet === name),
  ).length
  const inSheet = used.filter((name) => name !== 'q').length
  return (
    <ListForm id={listForm} label="Tokens" className="flex flex-wrap items-center gap-2">
      <Kept list={list} />
      <div className="relative min-w-40 flex-1 md:max-w-72">
        <input
          type="search"
          name="q"
          aria-label="Search tokens by name or id"
          aria-keyshortcuts="/"
          data-key-search
          placeholder="Name or id"
          maxLength={200}
          // Typed text belongs to the address it came from: another address begins with its own.
          key={search.text ?? ''}
          defaultValue={search.text ?? ''}
          className="min-h-8 w-full rounded-control border border-control bg-bg pr-9 pl-3 text-table placeholder:text-text-3 pointer-coarse:min-h-11"
        />
        <button
          type="submit"
          aria-label="Search"
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-control text-text-3 hover:text-text pointer-coarse:w-11"
        >
          <Search aria-hidden className="size-4" />
        </button>
      </div>
      <button
        type="button"
        popoverTarget="list-sheet"
        className="inline-flex min-h-8 items-center gap-1.5 rounded-control border border-control bg-bg px-3 text-table font-medium md:hidden pointer-coarse:min-h-11"
      >
        <SlidersHorizontal aria-hidden className="size-4" />
        Filters
        {inSheet > 0 ? (
          <span className="text-accent">
            {inSheet}
            <span className="sr-only"> in use</span>
          </span>
        ) : null}
      </button>
      <div
        id="list-sheet"
        popover="auto"
        className="md:contents max-md:fixed max-md:z-40 max-md:inset-x-0 max-md:top-14 max-md:bottom-0 max-md:m-0 max-md:h-auto max-md:max-h-none max-md:w-full max-md:max-w-none max-md:flex-col max-md:rounded-t-panel max-md:border max-md:border-line max-md:bg-bg max-md:p-0 max-md:text-text max-md:backdrop:bg-[rgb(0_0_0/0.45)] max-md:[&:popover-open]:flex"
      >
        <div className="flex items-center justify-between border-b border-line px-4 py-2 md:hidden">
          <h2 className="text-section">Filters</h2>
          <button
            type="button"
            popoverTarget="list-sheet"
            popoverTargetAction="hide"
            aria-label="Close the filters"
            className="flex size-11 items-center justify-center rounded-control text-text-2"
          >
            <X aria-hidden className="size-5" />
          </button>
        </div>
        <div className="md:contents max-md:min-h-0 max-md:flex-1 max-md:divide-y max-md:divide-line max-md:overflow-y-auto max-md:px-2">
          {pinned.map((facet) => menu(facet))}
          <details data-menu name="facet" className="group/more relative max-md:w-full">
            <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-control px-2.5 text-table font-medium text-text-2 select-none hover:bg-panel hover:text-text max-md:px-2 pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
              <span className="max-md:flex-1">More filters</span>
              {usedInRest > 0 ? (
                <span className="text-accent">
                  {usedInRest}
                  <span className="sr-only"> in use</span>
                </span>
              ) : null}
              <ChevronDown aria-hidden className="size-3.5 text-text-3 group-open/more:rotate-180" />
            </summary>
            <div
              tabIndex={-1}
              className="outline-none md:absolute md:top-full md:left-0 md:z-20 md:mt-1 md:w-84 md:rounded-panel md:border md:border-line md:bg-bg md:shadow-float max-xl:md:right-0 max-xl:md:left-auto"
            >
              <div className="px-1 py-1 md:max-h-[min(28rem,60dvh)] md:overflow-y-auto">
                <FacetMenu
                  folded
                  facet="because"
                  label="Among its reasons"
                  used={search.because !== null}
                  options={reasonOptions(search, reasonWords)}
                  least=""
                  more={null}
                />
                <PeriodFields search={search} />
                {rest.map((facet) => menu(facet, true))}
              </div>
              <div className="border-t border-line p-2 max-md:hidden">
                <Button type="submit" className="w-full">
                  Apply
                </Button>
              </div>
            </div>
          </details>
        </div>
        <div className="border-t border-line p-3 md:hidden">
          <Button type="submit" kind="primary" className="min-h-11 w-full">
            Show tokens
          </Button>
          <p className="mt-1 text-center text-meta text-text-3">{total} now</p>
        </div>
      </div>
    </ListForm>
  )
}

/** What the address says beside what the form's own fields say, so that filtering loses none of it. */
function Kept({ list: { view, search, columns, density } }: { list: Listed }) {
  const fields: [string, string][] = []
  if (view.id !== usualView) fields.push(['view', view.id])
  if (columns.join() !== view.columns.join()) fields.push(['columns', columns.join()])
  if (density !== view.density) fields.push(['density', density])
  if (search.since) fields.push(['since', search.since])
  for (const name of ['returned', 'widened', 'gone', 'team', 'plan'] as const) {
    const value = search[name]
    if (value) fields.push([name, value])
  }
  if (search.limit !== 50) fields.push(['limit', String(search.limit)])
  for (const id of search.ids ?? []) fields.push(['id', id])
  return fields.map(([name, value]) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />)
}
