import type { Breadth } from '../model/grant.ts'
import type { Sighting } from '../model/sighting.ts'
import type { KnownStatement, Standing, StatedFactName } from '../model/stated-fact.ts'
import type { Known } from '../model/token.ts'

/** A sighting with the statements that count put in where the provider reports nothing. */
export type Filled = {
  sighting: Sighting
  breadth: Known['breadth']
  /** The facts that were put in, by name and in order. */
  counted: readonly StatedFactName[]
  /** Every statement that was not taken back, and how it stands. */
  standings: readonly (KnownStatement & { standing: Standing })[]
  /** When the first of them ceases to count. */
  until: Date | null
}

type Told = { sighting: Sighting; known: Pick<Known, 'breadth' | 'workload'> }

/** Fills in what people stated. Nothing that is reported is touched. */
export function withStatements(sighting: Sighting, known: Pick<Known, 'breadth' | 'workload' | 'stated'>, now: Date): Filled {
  const standings = known.stated.map((statement) => ({ ...statement, standing: standingOf(statement, { sighting, known }, now) }))
  const counting = standings.filter(({ standing }) => standing === 'counts')
  if (counting.length === 0) return { sighting, breadth: known.breadth, counted: [], standings, until: null }
  const scope = counting.find((statement) => statement.fact === 'scope')
  return {
    sighting: counting.reduce(fill, sighting),
    breadth: scope ? [scope.value] : known.breadth,
    counted: counting.map(({ fact }) => fact).sort(),
    standings,
    until: new Date(Math.min(...counting.map((statement) => lapseOf(statement).getTime()))),
  }
}

/** How a statement stands beside what its provider reports. */
export function standingOf(statement: KnownStatement, told: Told, now: Date): Standing {
  if (isReported(statement, told)) return 'reported'
  return lapseOf(statement) > now ? 'counts' : 'lapsed'
}

/** The widest of what a token may do, as a person stated it; null where that does not count. */
export function statedBreadth({ breadth, counted }: Filled): Breadth | null {
  return counted.includes('scope') && breadth !== 'not-reported' ? (breadth[0] ?? null) : null
}

/**
 * Its review, or the expiry it states: a token that is listed after the day on which somebody said it would end is not thereby
 * ended, which only its provider can show.
 */
function lapseOf(statement: KnownStatement): Date {
  if (statement.fact !== 'expires' || statement.value === 'never') return statement.reviewAt
  return new Date(Math.min(statement.reviewAt.getTime(), dayOf(statement.value).getTime()))
}

function isReported(statement: KnownStatement, { sighting, known }: Told): boolean {
  switch (statement.fact) {
    case 'issuedAt':
      // "No later than" leaves room for an earlier day, and rules out a later one.
      if (sighting.issuedAt === 'not-reported') return false
      return sighting.issuedAt instanceof Date || dayOf(statement.value) > sighting.issuedAt.atLeastSince
    case 'expires':
      return sighting.expires !== 'not-reported'
    case 'lastUsed':
      return sighting.lastUsed !== 'not-reported'
    case 'binding':
      return sighting.binding !== 'not-reported'
    case 'popVerified':
      return sighting.popVerified !== 'not-reported'
    case 'scope':
      return known.breadth !== 'not-reported'
    case 'sensitivity':
      return (known.workload?.sensitivity ?? sighting.sensitivity) !== undefined
    case 'agent':
      return sighting.agent !== undefined
    case 'thirdParty':
      return sighting.thirdParty !== undefined
    case 'storage':
      return sighting.storage !== 'not-reported'
    case 'consumers':
      return sighting.consumers.length > 0
  }
}

function fill(sighting: Sighting, statement: KnownStatement): Sighting {
  switch (statement.fact) {
    case 'issuedAt':
      return { ...sighting, issuedAt: dayOf(statement.value) }
    case 'expires':
      return { ...sighting, expires: statement.value === 'never' ? 'never' : { fixed: dayOf(statement.value) } }
    case 'lastUsed':
      return { ...sighting, lastUsed: statement.value === 'never' ? 'never' : { at: dayOf(statement.value) } }
    case 'binding':
      return { ...sighting, binding: statement.value }
    case 'popVerified':
      return { ...sighting, popVerified: statement.value }
    case 'sensitivity':
      return { ...sighting, sensitivity: statement.value }
    case 'agent':
      return { ...sighting, agent: statement.value }
    case 'thirdParty':
      return { ...sighting, thirdParty: statement.value }
    case 'storage':
      return { ...sighting, storage: statement.value }
    case 'consumers':
      return { ...sighting, consumers: [...statement.value] }
    case 'scope':
      return sighting
  }
}

function dayOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
