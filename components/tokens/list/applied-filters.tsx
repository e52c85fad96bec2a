import { X } from 'lucide-react'
import Link from 'next/link'
import { narrowingsOf } from '@/lib/model/token-search.ts'
import { hrefFiltered, hrefOfList, hrefWithout, type Listed } from './list-hrefs.ts'
import { narrowingWords, type Words } from './narrowing-words.ts'

/** What is applied, in words, each with its way back. Nothing where nothing is. */
export function AppliedFilters({ list, words }: { list: Listed; words: Words }) {
  const chips = narrowingsOf(list.search).map((narrowing) => ({
    key: narrowing as string,
    says: narrowingWords(narrowing, list.search, words),
    href: hrefWithout(list, narrowing),
  }))
  // Live tokens only is how every list begins: to see others too is wider than that, and is said as well.
  if (!list.search.filters.state) chips.push({ key: 'any', says: 'State is any', href: hrefFiltered(list, 'state', ['live']) })
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-2">
      {chips.map(({ key, says, href }) => (
        <li key={key} className="min-w-0">
          <Link
            href={href}
            prefetch={false}
            title={`Remove: ${says}`}
            className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-control border border-line bg-panel py-0.5 pr-1.5 pl-2 text-table hover:border-control pointer-coarse:min-h-11"
          >
            <span className="wrap-anywhere">{says}</span>
            <X aria-hidden className="size-3.5 shrink-0 text-text-3" />
            <span className="sr-only">(remove this filter)</span>
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={hrefCleared(list)}
          prefetch={false}
          className="inline-flex min-h-7 items-center px-1 text-table text-accent underline underline-offset-2 pointer-coarse:min-h-11"
        >
          Clear all
        </Link>
      </li>
    </ul>
  )
}

/** The list with nothing that narrows it but that its tokens are live. */
export function hrefCleared(list: Listed): string {
  const none = { text: null, filters: { state: ['live'] }, idle: null, due: null, since: null, returned: null, ids: null, from: null }
  return hrefOfList({ ...list, search: { ...list.search, ...none } })
}
