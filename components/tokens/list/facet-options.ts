import { z } from 'zod'
import type { FacetCounts } from '@/lib/model/token-row.ts'
import { ReasonCode } from '@/lib/model/score.ts'
import { facetValues, type Facet } from '@/lib/model/token-facet.ts'
import type { TokenSearch } from '@/lib/model/token-search.ts'
import { countWords } from '@/components/ui/time-words.ts'
import { valueWord, type ReasonWords } from '../fact-words.ts'

/** A value that a facet's menu offers. */
export type FacetOption = { value: string; label: string; count: string; chosen: boolean }

/** What stands before every count: nothing, or that there may be more. */
export type Least = '' | 'at least '

/** Facets of a few words that have an order of their own; the others stand by their counts. */
const ordered: ReadonlySet<Facet> = new Set(['verdict', 'binding', 'sensitivity', 'level', 'lifetime', 'state', 'exposure'])
/** Those of them that begin with the worst, which their lists end with. */
const worstFirst: ReadonlySet<Facet> = new Set(['sensitivity', 'level'])
const verdicts = ['revoke-now', 'standing-privilege', 'acceptable-with-controls', 'acceptable', 'retired']

/**
 * The values of a facet for its menu. What nothing has any more stays there with a zero, so that a menu does not change under the hand.
 * `least` is "at least " while something is missing from every count.
 */
export function facetOptions(
  facet: Facet,
  counts: FacetCounts,
  search: TokenSearch,
  reasonWords: ReasonWords,
  least: Least = '',
): FacetOption[] {
  const chosen = search.filters[facet]
  const options = withZeros(facet, counts).map(({ value, name, count }) => ({
    value,
    label: valueWord(facet, value, name, reasonWords),
    count: `${least}${countWords(count)}`,
    chosen: chosen?.includes(value) ?? false,
  }))
  if (facet !== 'state') return options
  // State alone has a default, so that it needs a way to ask for all.
  const all = counts.state.reduce((sum, { count }) => sum + count, 0)
  return [...options, { value: 'any', label: 'any state', count: `${least}${countWords(all)}`, chosen: !chosen }]
}

/** Every reason there is: those that only speak against a token first, as nothing else finds them. Tokens are not counted by them. */
export function reasonOptions({ because }: Pick<TokenSearch, 'because'>, reasonWords: ReasonWords): FacetOption[] {
  return ReasonCode.options.map((code) => ({
    value: code,
    label: reasonWords[code],
    count: '',
    chosen: because?.includes(code) ?? false,
  }))
}

function withZeros(facet: Facet, counts: FacetCounts): FacetCounts[Facet] {
  const schema = facetValues[facet]
  if (!(schema instanceof z.ZodEnum)) return counts[facet]
  const known: readonly string[] = facet === 'verdict' ? verdicts : schema.options
  const missing = known.filter((value) => !counts[facet].some((one) => one.value === value))
  const all = [...counts[facet], ...missing.map((value) => ({ value, name: null, count: 0 }))]
  if (!ordered.has(facet)) return all
  const order = worstFirst.has(facet) ? [...known].reverse() : known
  return all.sort((one, other) => order.indexOf(one.value) - order.indexOf(other.value))
}
