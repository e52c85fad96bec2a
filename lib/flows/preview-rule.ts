import { v7 as uuid } from 'uuid'
import type { PoolClient } from 'pg'
import { lastRuleAct, readKeptRules } from '../db/change-rules.ts'
import { readTokens, type LockedToken } from '../db/lock-tokens.ts'
import { matchSubjects, type MatchSubject } from '../db/match-subjects.ts'
import { transaction } from '../db/transaction.ts'
import type { TokenWrite } from '../db/write-tokens.ts'
import { changeRules, touchedBy, type RuleChange } from '../ingest/change-rules.ts'
import { holds } from '../ingest/match.ts'
import { AppError } from '../model/app-error.ts'
import { RuleFields, type KeptRule } from '../model/rule.ts'
import type { Verdict } from '../model/score.ts'
import type { TokenState } from '../model/token.ts'
import { NewRule, undoing } from './edit-rules.ts'
import { differing } from './reappraise.ts'
import type { World } from './world.ts'

/** One token as it is and as it would be. Owners and workloads by id. */
export type PreviewedToken = {
  id: string
  name: string
  kind: string
  state: TokenState
  owner: { from: string | null; to: string | null }
  workload: { from: string | null; to: string | null }
  verdict: { from: Verdict; to: Verdict }
}

/** What a change of the rules would do. `changes` is what the change answers where nothing else happens in between. */
export type RulePreview = {
  matches: number
  live: number
  changes: number
  /** Matching tokens that keep what a person stated of them. */
  stated: number
  /** Matching tokens that a rule before this one takes. */
  taken: number
  verdicts: readonly { from: Verdict; to: Verdict; count: number }[]
  /** The first few that change. */
  examples: readonly PreviewedToken[]
  /** How many tokens were scored for this, of how many that may change; less where there were too many to look at in time. */
  looked: number
  candidates: number
}

/** What to look at: a new rule, one as it would be after an edit, another place for one, one less, or its last act undone. */
export type RulePlan =
  | { do: 'add'; rule: NewRule }
  | { do: 'edit'; id: string; set: Partial<RuleFields> }
  | { do: 'place'; id: string; place: number }
  | { do: 'remove'; id: string }
  | { do: 'undo'; id: string }

const mostExamples = 10
/** Scoring is the slow part: so many tokens take about ten seconds. */
export const mostPreviewed = 20_000
const sliceSize = 1_000

/** Looks at every token as the rules would be, scores those that may change as the change itself would, and keeps nothing. */
export async function previewRule(world: Pick<World, 'db' | 'now'>, plan: RulePlan, most = mostPreviewed): Promise<RulePreview> {
  return transaction(world.db.pool, async (client) => {
    const rules = await readKeptRules(client)
    const change = await changeOf(client, rules, plan)
    const after = changeRules(rules, change)
    const id = 'rule' in change ? change.rule.id : change.id
    const { sums, ids, candidates } = await candidatesOf(client, touchedBy(rules, change), after, id, most)
    const scored = await scoredBy(client, ids, after, world.now)
    return { ...sums, ...scored, looked: ids.length, candidates }
  })
}

async function changeOf(client: PoolClient, rules: readonly KeptRule[], plan: RulePlan): Promise<RuleChange> {
  if (plan.do === 'add') return { do: 'add', rule: { id: uuid(), ...NewRule.parse(plan.rule), version: 1 } }
  if (plan.do === 'undo') {
    const last = await lastRuleAct(client, plan.id)
    if (!last) throw new AppError('not-found', 'There is nothing to undo.')
    return undoing(client, rules, plan.id, last)
  }
  const rule = rules.find(({ id }) => id === plan.id)
  if (!rule) throw new AppError('not-found', 'That rule is not there. It may have been removed already.')
  return plan.do === 'edit' ? { do: 'edit', rule: { ...rule, ...plan.set } } : plan
}

/** The tokens that the change may reach, the first `most` of them by id, and why some of those that fit stay as they are. */
async function candidatesOf(
  client: PoolClient,
  conditions: readonly RuleFields['condition'][],
  after: readonly KeptRule[],
  id: string,
  most: number,
) {
  const sums = { matches: 0, live: 0, stated: 0, taken: 0 }
  const ids: string[] = []
  let candidates = 0
  const enabled = after.filter(({ enabled }) => enabled)
  const place = enabled.findIndex((rule) => rule.id === id)
  const [rule, before] = [enabled[place], enabled.slice(0, Math.max(0, place))]
  // What counts as a match is what the rule will ask for; where it will ask nothing, what it asked for. Either is among `conditions`.
  const asked = rule?.condition ?? conditions[0]
  for await (const slice of matchSubjects(client, { conditions })) {
    for (const subject of slice) {
      if (conditions.some((condition) => holds(condition, subject, subject.sourceId))) {
        candidates += 1
        if (ids.length < most) ids.push(subject.id)
      }
      if (!asked || !holds(asked, subject, subject.sourceId)) continue
      const { stated, taken } = rule ? kept(rule, subject, before) : { stated: false, taken: false }
      sums.matches += 1
      if (subject.state === 'live') sums.live += 1
      if (stated) sums.stated += 1
      if (taken) sums.taken += 1
    }
  }
  return { sums, ids, candidates }
}

/** Whether a token that fits keeps what it has, for either of the two things that the rule may assign. */
function kept(rule: KeptRule, subject: MatchSubject, before: readonly KeptRule[]): { stated: boolean; taken: boolean } {
  const parts = (['owner', 'workload'] as const).flatMap((noun) => {
    if (rule[`${noun}Id`] === null) return []
    const stated = subject[`${noun}How`] === 'stated'
    const taken = !stated && before.some((one) => one[`${noun}Id`] !== null && holds(one.condition, subject, subject.sourceId))
    return [{ stated, taken }]
  })
  return { stated: parts.some((part) => part.stated), taken: parts.some((part) => part.taken) }
}

/** The same look that saving takes, without its locks and its writes. */
async function scoredBy(client: PoolClient, ids: readonly string[], rules: readonly KeptRule[], now: Date) {
  const counts = new Map<string, { from: Verdict; to: Verdict; count: number }>()
  const examples: PreviewedToken[] = []
  let changes = 0
  const enabled = rules.filter(({ enabled }) => enabled)
  for (let at = 0; at < ids.length; at += sliceSize) {
    const tokens = await readTokens(client, ids.slice(at, at + sliceSize))
    const byId = new Map(tokens.map((token) => [token.id, token]))
    const writes = await differing(client, tokens, enabled, { cause: 'preview', runId: null, at: now }, {})
    for (const write of writes) {
      const before = byId.get(write.id)
      if (!before) continue
      changes += 1
      const [from, to] = [before.verdict, write.after.score.verdict]
      const sum = counts.get(`${from} ${to}`) ?? { from, to, count: 0 }
      if (from !== to) counts.set(`${from} ${to}`, { ...sum, count: sum.count + 1 })
      if (examples.length < mostExamples) examples.push(exampleOf(before, write))
    }
  }
  return { changes, examples, verdicts: [...counts.values()].sort((one, other) => other.count - one.count) }
}

function exampleOf(before: LockedToken, { after }: TokenWrite): PreviewedToken {
  return {
    id: before.id,
    name: before.sighting.name,
    kind: before.sighting.kind,
    state: before.state,
    owner: { from: before.ownerId, to: after.ownerId },
    workload: { from: before.workloadId, to: after.workloadId },
    verdict: { from: before.verdict, to: after.score.verdict },
  }
}
