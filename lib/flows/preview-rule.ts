import { readRules } from '../db/known.ts'
import { matchSubjects, type MatchSubject } from '../db/match-subjects.ts'
import { transaction } from '../db/transaction.ts'
import { holds } from '../ingest/match.ts'
import type { Rule } from '../model/rule.ts'
import type { NewRule } from './edit-directory.ts'
import type { World } from './world.ts'

/** What adding a rule would do. `changes` is what `addRule` would answer where nothing else happens in between. */
export type RulePreview = {
  matches: number
  live: number
  changes: number
  /** Matching tokens that keep what a person stated of them. */
  stated: number
  /** Matching tokens that a rule before this one takes. */
  taken: number
  /** The first few that change. */
  examples: readonly { id: string; name: string }[]
}

const mostExamples = 5

/** Looks at every token as the rule would, and writes nothing. */
export async function previewRule(world: Pick<World, 'db'>, rule: NewRule): Promise<RulePreview> {
  const examples: { id: string; name: string }[] = []
  const sums = { matches: 0, live: 0, changes: 0, stated: 0, taken: 0 }
  await transaction(world.db.pool, async (client) => {
    // A new rule comes after those that have its position already.
    const before = (await readRules(client)).filter(({ position }) => position <= rule.position)
    for await (const slice of matchSubjects(client, 'everything')) {
      for (const subject of slice.filter((one) => holds(rule.condition, one, one.sourceId))) {
        const { changes, stated, taken } = effect(rule, subject, before)
        sums.matches += 1
        if (subject.state === 'live') sums.live += 1
        if (stated) sums.stated += 1
        if (taken) sums.taken += 1
        if (!changes) continue
        sums.changes += 1
        if (examples.length < mostExamples) examples.push({ id: subject.id, name: subject.name })
      }
    }
  })
  return { ...sums, examples }
}

/** What the rule does to a token that it matches, for each of the two things it may assign. */
function effect(rule: NewRule, subject: MatchSubject, before: readonly Rule[]) {
  const parts = (['owner', 'workload'] as const).flatMap((noun) => {
    const to = rule[`${noun}Id`]
    if (to === null) return []
    const how = subject[`${noun}How`]
    const stated = how === 'stated'
    const taken = !stated && before.some((one) => one[`${noun}Id`] !== null && holds(one.condition, subject, subject.sourceId))
    return [{ stated, taken, changes: !stated && !taken && !(how === 'rule' && subject[`${noun}Id`] === to) }]
  })
  return {
    changes: parts.some((part) => part.changes),
    stated: parts.some((part) => part.stated),
    taken: parts.some((part) => part.taken),
  }
}
