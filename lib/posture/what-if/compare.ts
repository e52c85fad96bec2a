import type { Facts } from '../../model/facts.ts'
import type { FleetGroup } from '../../model/fleet.ts'
import { Verdict } from '../../model/score.ts'
import { model } from '../../score/nps-1.0.0.ts'
import { outcomeOf } from '../../score/score.ts'
import { factsFromVector } from '../../score/vector.ts'
import type { FleetChange } from './changes.ts'

/** A fleet in numbers: live tokens by verdict, those that are standing privileges, and the sum of their risk. */
export type Tally = { verdicts: Readonly<Record<Verdict, number>>; standing: number; risk: number }

/** Tokens that score alike, and what they would be. `removed`: risk that each of them loses. */
export type Move = { group: FleetGroup; verdict: Verdict; risk: number; removed: number }

export type Comparison = {
  before: Tally
  after: Tally
  /** Tokens that the change touches; those whose verdict or risk moves by it; those it leaves for want of knowledge or of a way. */
  touched: number
  moved: number
  left: number
  /** Most risk removed first. */
  moves: readonly Move[]
}

/** Groups with their facts; null where another model scored them, and nothing can be tried on them until this one has. */
export type ReadGroup = { group: FleetGroup; facts: Facts | null }

/** The facts behind each group, read once for all changes. */
export function readGroups(groups: readonly FleetGroup[]): ReadGroup[] {
  return groups.map((group) => ({ group, facts: group.vector.startsWith(`${model.id}/`) ? factsFromVector(group.vector) : null }))
}

/** The fleet as it is, and as it would be: every group whose facts the change touches is scored again, the others stay. */
export function compare(change: FleetChange, groups: readonly ReadGroup[]): Comparison {
  const [before, after] = [startTally(), startTally()]
  const moves: Move[] = []
  let [touched, moved, left] = [0, 0, 0]
  for (const { group, facts } of groups) {
    const { verdict, risk, tokens } = group
    add(before, verdict, risk, tokens)
    if (!facts || !change.touches(facts, group)) {
      add(after, verdict, risk, tokens)
      if (facts && change.left?.is(facts, group)) left += tokens
      continue
    }
    touched += tokens
    const then = outcomeOf(change.then(facts))
    add(after, then.verdict, then.risk, tokens)
    if (then.verdict === verdict && then.risk === risk) continue
    moved += tokens
    moves.push({ group, verdict: then.verdict, risk: then.risk, removed: risk - then.risk })
  }
  return { before, after, touched, moved, left, moves: moves.toSorted((one, other) => other.removed - one.removed) }
}

/** Tokens of another model, on which nothing is tried. */
export function unreadTokens(groups: readonly ReadGroup[]): number {
  return groups.reduce((sum, { group, facts }) => sum + (facts ? 0 : group.tokens), 0)
}

/** The moves that a page can be of: from its edge on, and no more of them than fill it. */
export function movesFrom(moves: readonly Move[], removed: number, rows: number): Move[] {
  const chosen: Move[] = []
  let sure = 0
  for (const move of moves) {
    if (move.removed > removed) continue
    // Of those that lose as much as the edge, some lie before it: they fill no page for sure.
    if (sure >= rows && move.removed < (chosen.at(-1)?.removed ?? removed)) break
    chosen.push(move)
    if (move.removed < removed) sure += move.group.tokens
  }
  return chosen
}

type Summed = { verdicts: Record<Verdict, number>; standing: number; risk: number }

function startTally(): Summed {
  const verdicts = Object.fromEntries(Verdict.options.map((verdict) => [verdict, 0])) as Record<Verdict, number>
  return { verdicts, standing: 0, risk: 0 }
}

function add(tally: Summed, verdict: Verdict, risk: number, tokens: number): void {
  tally.verdicts[verdict] += tokens
  tally.risk += risk * tokens
  if (verdict === 'revoke-now' || verdict === 'standing-privilege') tally.standing += tokens
}
