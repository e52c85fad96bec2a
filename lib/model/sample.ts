import { AppError } from './app-error.ts'
import { hasControl, single, wholeNumber } from './query-words.ts'
import { readTokenSearch, type RawQuery, type TokenSearch } from './token-search.ts'

/** What a sample is drawn from, by which seed, and how many. */
export type SampleAsked = { search: TokenSearch; seed: string; size: number }

/** Reads what is asked of a sample from an address: `size`, `seed`, and the inventory's filters. Throws AppError 'bad-input'. */
export function readSample(query: RawQuery): SampleAsked {
  const issues: { where: string; what: string }[] = []
  const wrong = (where: string, what: string) => void issues.push({ where, what })
  const filled = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
  const size = wholeNumber(filled, 'size', [1, 200], wrong) ?? 25
  const seed = single(filled, 'seed', wrong)?.trim() || '1'
  if (seed.length > 100 || hasControl(seed)) wrong('seed', 'is a word or a number of at most 100 characters')
  if (issues.length > 0) throw new AppError('bad-input', 'This address asks for something that cannot be drawn.', issues)
  const { size: _size, seed: _seed, ...filters } = filled
  return { search: readTokenSearch(filters), seed, size }
}
