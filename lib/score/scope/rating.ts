import type { Breadth, Grant, Rating } from '../../model/grant.ts'
import { cell } from '../dimensions/scope.ts'

const shownGrants = 5

/** Order of breadths, the worst first: by what the score makes of them, and of equals the higher level. */
export function worstFirst(one: Breadth, other: Breadth): number {
  return cell(other) - cell(one) || other.level - one.level || other.reach - one.reach
}

/** Order of grants, the worst first; equal ones by their words, so that the order they came in does not matter. */
export function worstGrantFirst(one: Grant, other: Grant): number {
  return worstFirst(one, other) || compareText(wordsOf(one), wordsOf(other))
}

/** Grants as a rating: the worst five, how many there are, and every distinct breadth. There must be at least one. */
export function ratingOf(grants: readonly Grant[], notes: readonly string[], dataVersion: string): Rating {
  const sorted = [...grants].sort(worstGrantFirst)
  const worst = sorted[0]
  if (!worst) return unknownRating(notes, dataVersion)
  return {
    breadth: { level: worst.level, reach: worst.reach },
    breadths: distinctBreadths(sorted),
    grants: sorted.slice(0, shownGrants),
    all: sorted.length,
    dataVersion,
    notes,
  }
}

/** A rating of what could not be told. It scores as the worst, and its notes say why. */
export function unknownRating(notes: readonly string[], dataVersion: string): Rating {
  return { breadth: 'not-reported', breadths: [], grants: [], all: 0, dataVersion, notes }
}

/** Every level and reach that occurs, once each, the worst first. */
export function distinctBreadths(breadths: Iterable<Breadth>): Breadth[] {
  const distinct = new Map<number, Breadth>()
  for (const { level, reach } of breadths) distinct.set(level * 10 + reach, { level, reach })
  return [...distinct.values()].sort(worstFirst)
}

/** A provider's text fit for a database row and a page: one line, nothing that cannot be stored, cut to a length. */
export function shown(text: string, longest = 300): string {
  const clean = text.toWellFormed().replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return clean.length > longest ? `${clean.slice(0, longest - 1).toWellFormed()}…` : clean
}

/** Plain order of texts, the same on every machine whatever its language. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function wordsOf({ service, action, resource, source, conditions }: Grant): string {
  return [service, action, resource, source, ...conditions].join('\n')
}
