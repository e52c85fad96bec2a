import { narrowingsOf } from '@/lib/model/token-search.ts'
import { Chips } from '@/components/ui/chip.tsx'
import { hrefCleared, hrefFiltered, hrefWithout, type Listed } from './list-hrefs.ts'
import { narrowingWords, type Words } from './narrowing-words.ts'

/** What is applied, in words, each with its way back. Nothing where nothing is. */
export function AppliedFilters({ list, words }: { list: Listed; words: Words }) {
  const chips = narrowingsOf(list.search).map((narrowing) => ({
    says: narrowingWords(narrowing, list.search, words),
    href: hrefWithout(list, narrowing),
  }))
  // Live tokens only is how every list begins: to see others too is wider than that, and is said as well.
  if (!list.search.filters.state) chips.push({ says: 'State is any', href: hrefFiltered(list, 'state', ['live']) })
  return <Chips chips={chips} clear={hrefCleared(list)} />
}
