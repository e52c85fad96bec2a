import { AppError } from './app-error.ts'
import { hasControl, single, wholeNumber, type Wrong } from './query-words.ts'
import { readTokenSearch, writeTokenSearch, type RawQuery, type TokenSearch } from './token-search.ts'

/** By which seed a sample is drawn, and how many. */
export type SampleDraw = { seed: string; size: number }

/** What a sample is drawn from as well. */
export type SampleAsked = SampleDraw & { search: TokenSearch }

/**
 * Reads what is asked of a sample from an address: `size`, `seed`, and the inventory's filters. `freshSeed`: one that nobody could know, for
 * where none is named. Throws AppError 'bad-input'.
 */
export function readSample(query: RawQuery, freshSeed: string): SampleAsked {
  const issues: { where: string; what: string }[] = []
  const wrong = (where: string, what: string) => void issues.push({ where, what })
  const filled = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
  const { size, seed } = drawIn(filled, wrong)
  if (issues.length > 0) throw new AppError('bad-input', 'This address asks for something that cannot be drawn.', issues)
  const { size: _size, seed: _seed, ...filters } = filled
  return { search: readTokenSearch(filters), seed: seed ?? freshSeed, size: size ?? 25 }
}

/** `size` and `seed` as an address has them; null where it has none. */
export function drawIn(query: RawQuery, wrong: Wrong): { size: number | null; seed: string | null } {
  const size = wholeNumber(query, 'size', [1, 200], wrong)
  const seed = single(query, 'seed', wrong)?.trim() || null
  if (seed && (seed.length > 100 || hasControl(seed))) wrong('seed', 'is a word or a number of at most 100 characters')
  return { size, seed }
}

/** The query string that reads back as the same sample. */
export function writeSample({ search, seed, size }: SampleAsked): URLSearchParams {
  const query = writeTokenSearch({ ...search, limit: 50 })
  query.set('seed', seed)
  query.set('size', String(size))
  return query
}
