import type { Facts } from '../model/facts.ts'
import type { RequiredControl, Score } from '../model/score.ts'
import { verdictRank } from '../score/queue-key.ts'
import { unknownsOf, type UnknownReason } from '../score/unknowns.ts'
import { wouldChange } from '../score/would-change.ts'

/** The one thing to do next. What only its provider can do is said in the provider's words beside it. */
export type NextStep =
  | { do: 'see-proof' }
  | { do: 'contain' }
  | { do: 'await-replacement' }
  | { do: 'switch-off' }
  | { do: 'assign-owner'; departed: boolean }
  | { do: 'find-out'; unknown: readonly UnknownReason[] }
  | { do: 'add-control'; missing: RequiredControl }
  | { do: 'replace'; change: string | null }
  | { do: 'nothing' }

type Judged = Pick<Score, 'verdict' | 'verdictFloor' | 'controlsMissing'> & { reason: Score['reasons'][0] }

/**
 * The next step for whoever may state facts (`edits`), or for an owner or reader who may not: theirs is what the token itself
 * needs. A leak comes first, then what is surely over; before a replacement is asked for, somebody must answer for the token
 * and what is unknown must be worth the work.
 */
export function nextStep(facts: Facts, { verdict, verdictFloor, controlsMissing, reason }: Judged, edits: boolean): NextStep {
  if (verdict === 'retired') return { do: 'see-proof' }
  if (reason === 'LEAK_ACTIVE') return { do: 'contain' }
  if (reason === 'LEAK_NOT_REPLACED') return { do: 'await-replacement' }
  if (verdict === 'revoke-now') return { do: 'switch-off' }
  if (edits && facts.owner !== 'assigned' && verdict !== 'acceptable') return { do: 'assign-owner', departed: facts.owner === 'departed' }
  const unknown = unknownsOf(facts)
  if (unknown.length > 0 && verdictRank(verdictFloor) < verdictRank(verdict)) return { do: 'find-out', unknown }
  if (verdict === 'standing-privilege') return { do: 'replace', change: wouldChange(facts)[0]?.change ?? null }
  const [missing] = controlsMissing
  return missing ? { do: 'add-control', missing } : { do: 'nothing' }
}
