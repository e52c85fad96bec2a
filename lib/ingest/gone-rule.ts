import type { Gap } from '../model/sighting.ts'

/**
 * Of what a run may say that it is gone: what belongs to no part, and what belongs to these parts; in either case not of the kinds that it left
 * `unread` (one may end in ".*").
 */
export type GoneRule = { rest: boolean; parts: ReadonlySet<string>; unread: readonly string[] }

export type PartRead = { part: string; how: 'whole' | 'left-out' }

/**
 * What the absence from a run means, by what it read and what it could not. A token of a part is gone only where its own part was read to
 * its end and no gap is of it; what belongs to no part, only where there is no gap at all. A gap that names no part may have hidden anything.
 */
export function goneRule({
  gaps,
  parts,
  seesEverything,
  unread = [],
}: {
  gaps: readonly Gap[]
  parts: readonly PartRead[]
  seesEverything: boolean
  unread?: readonly string[]
}): GoneRule {
  const spoilt = new Set(gaps.map(({ part }) => part))
  if (!seesEverything || spoilt.has(undefined)) return { rest: false, parts: new Set(), unread }
  const whole = parts.filter(({ part, how }) => how === 'whole' && !spoilt.has(part)).map(({ part }) => part)
  return { rest: gaps.length === 0, parts: new Set(whole), unread }
}

/** Whether what carries this part (or none) and was not seen is gone. */
export function isGoneBy({ rest, parts }: Pick<GoneRule, 'rest' | 'parts'>, part: string | null | undefined): boolean {
  return part === null || part === undefined ? rest : parts.has(part)
}
