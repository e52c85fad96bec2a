import { factsOf } from '../ingest/facts.ts'
import { statedBreadth } from '../ingest/stated.ts'
import type { Breadth } from '../model/grant.ts'
import type { Sighting } from '../model/sighting.ts'
import type { Assessed, AssignedHow, Known, TokenState } from '../model/token.ts'
import type { Facts } from '../model/facts.ts'
import { lifeBand } from './dimensions/ttl.ts'
import { nextLook } from './next-change.ts'
import { queueKey } from './queue-key.ts'
import { score } from './score.ts'

/** Who has it, and how that came to be. */
export type Assignment = {
  ownerId: string | null
  ownerHow: AssignedHow | null
  workloadId: string | null
  workloadHow: AssignedHow | null
}

/** One token at one instant: what was seen and what is known, made facts, scored. The same for a sync, an edit and the clock. */
export function assess(sighting: Sighting, known: Known, worst: Breadth | null, assignment: Assignment, now: Date): Assessed {
  const { facts, moments, filled } = factsOf(sighting, known, now)
  const scored = score(facts)
  return {
    sighting,
    filled: filled.sighting,
    statedFacts: filled.counted,
    stated: filled.standings,
    facts,
    state: stateOf(facts, known.gone),
    score: scored,
    queueKey: queueKey(scored.verdict, scored.risk, scored.base),
    life: lifeBand(facts),
    nextChangeAt: sooner(nextLook(facts, moments, now), filled.until),
    breadth: worst ?? statedBreadth(filled),
    ...assignment,
  }
}

/** A statement is looked at again as it ceases to count, whatever that will change. */
function sooner(change: Date | null, until: Date | null): Date | null {
  return change && until ? new Date(Math.min(change.getTime(), until.getTime())) : (change ?? until)
}

function stateOf(facts: Facts, gone: boolean): TokenState {
  if (gone) return 'gone'
  return facts.lifecycle === 'active' ? 'live' : facts.lifecycle
}
