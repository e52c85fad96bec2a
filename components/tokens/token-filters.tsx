import { Search, X } from 'lucide-react'
import Link from 'next/link'
import type { FacetCounts } from '@/lib/model/token-row.ts'
import { facets, sorts, type Facet, type Sort, type TokenSearch } from '@/lib/model/token-search.ts'
import { Button } from '@/components/ui/button.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { facetWord, sortWord, valueWord, type ReasonWords } from './fact-words.ts'
import { FacetMenu } from './facet-menu.tsx'
import { FilterForm } from './filter-form.tsx'
import { SortChoice } from './sort-choice.tsx'
import { hrefWith } from './token-hrefs.ts'

type TokenFiltersProps = { search: TokenSearch; counts: FacetCounts; reasonWords: ReasonWords }

const pinned: readonly Facet[] = ['verdict', 'reason', 'owner', 'workload', 'binding']
const rest = facets.filter((facet) => !pinned.includes(facet))

const orders = (Object.keys(sorts) as Sort[]).flatMap((sort) => [
  { value: sort as string, label: sortWord[sort] },
  { value: `-${sort}`, label: `${sortWord[sort]}, reversed` },
])

/** Search, facets and sort over the inventory, and what is applied in words, each with its way back. */
export function TokenFilters({ search, counts, reasonWords }: TokenFiltersProps) {
  const menu = (facet: Facet) => (
    <FacetMenu
      key={facet}
      name={facet}
      label={facetWord[facet]}
      options={withAny(facet, counts[facet]).map(({ value, name, count }) => ({
        value,
        label: valueWord(facet, value, name, reasonWords),
        count: countWords(count),
        chosen: search.filters[facet]?.includes(value) ?? value === 'any',
      }))}
    />
  )
  const moreInUse = rest.some((facet) => search.filters[facet] && !isDefault(facet, search.filters[facet]))
  return (
    <div className="mb-3 flex flex-col gap-2">
      <FilterForm action="/tokens" label="Tokens">
        <div className="flex min-w-56 flex-1 items-center gap-2 md:max-w-80">
          <input
            type="search"
            name="q"
            aria-label="Search tokens by name or id"
            placeholder="Name or id"
            maxLength={200}
            // Typed text belongs to the address it came from: another address begins with its own.
            key={search.text ?? ''}
            defaultValue={search.text ?? ''}
            className="min-h-8 w-full min-w-0 rounded-control border border-control bg-bg px-3 text-table placeholder:text-text-3 pointer-coarse:min-h-11"
          />
          <Button type="submit" aria-label="Search" className="px-2.5">
            <Search aria-hidden className="size-4" />
          </Button>
        </div>
        {pinned.map(menu)}
        <SortChoice key={sortName(search)} chosen={sortName(search)} options={orders} />
        <details open={moreInUse} className="w-full">
          <summary className="min-h-7 w-fit cursor-pointer rounded-control py-1 text-table text-text-2 hover:text-text pointer-coarse:py-3">
            More filters
          </summary>
          <div className="mt-1 flex flex-wrap gap-2">{rest.map(menu)}</div>
        </details>
      </FilterForm>
      <Applied search={search} counts={counts} reasonWords={reasonWords} />
    </div>
  )
}

function sortName({ sort, reversed }: TokenSearch): string {
  return reversed ? `-${sort}` : sort
}

/** State alone has a default, so that it needs a way to ask for all. */
function withAny(facet: Facet, values: FacetCounts[Facet]): FacetCounts[Facet] {
  if (facet !== 'state') return values
  return [...values, { value: 'any', name: 'any state', count: values.reduce((sum, { count }) => sum + count, 0) }]
}

function isDefault(facet: Facet, values: readonly string[] | undefined): boolean {
  return facet === 'state' && values?.length === 1 && values[0] === 'live'
}

function Applied({ search, counts, reasonWords }: TokenFiltersProps) {
  const chips = facets.flatMap((facet) => {
    const values = search.filters[facet]
    if (!values) return facet === 'state' ? [{ key: 'state', says: 'State is any', href: hrefWith(search, { state: ['live'] }) }] : []
    if (isDefault(facet, values)) return []
    const words = values.map((value) =>
      valueWord(facet, value, counts[facet].find((one) => one.value === value)?.name ?? null, reasonWords),
    )
    return [
      {
        key: facet,
        says: `${facetWord[facet]} is ${words.join(' or ')}`,
        href: hrefWith(search, { [facet]: facet === 'state' ? ['live'] : undefined }),
      },
    ]
  })
  if (search.text) chips.unshift({ key: 'q', says: `Name or id contains “${search.text}”`, href: hrefWith({ ...search, text: null }, {}) })
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-2">
      {chips.map(({ key, says, href }) => (
        <li key={key}>
          <Link
            href={href}
            className="inline-flex min-h-7 max-w-[80vw] items-center gap-1.5 rounded-control bg-selected px-2 text-table hover:bg-panel"
          >
            <span className="truncate">{says}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
            <span className="sr-only">(remove this filter)</span>
          </Link>
        </li>
      ))}
      <li>
        <Link href="/tokens" className="inline-flex min-h-7 items-center text-table text-accent underline underline-offset-2">
          Clear all
        </Link>
      </li>
    </ul>
  )
}
