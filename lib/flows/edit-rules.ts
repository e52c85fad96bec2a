import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { lastRuleAct, readKeptRules, writeRules, type LastRuleAct } from '../db/change-rules.ts'
import { lastEditor } from '../db/last-editor.ts'
import { lockAssignee } from '../db/lock-assignee.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import type { MatchSubject } from '../db/match-subjects.ts'
import { patientTransaction } from '../db/transaction.ts'
import { changeRules, touchedBy, type RuleChange } from '../ingest/change-rules.ts'
import { holds } from '../ingest/match.ts'
import { AppError } from '../model/app-error.ts'
import { compareEdit, type Edited } from '../model/directory-edit.ts'
import { RuleFields, type KeptRule } from '../model/rule.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraiseWhere } from './reappraise-where.ts'
import type { World } from './world.ts'

const assignsSomething = (rule: { ownerId: string | null; workloadId: string | null }) => rule.ownerId !== null || rule.workloadId !== null
const mustAssign = 'A rule must assign an owner or a workload.'

/** A rule that a person makes; it comes after those that have its position already, so that -1 is before all. */
export const NewRule = RuleFields.extend({
  position: z.number().int().min(-1).max(1_000_000),
  enabled: z.boolean().default(true),
}).refine(assignsSomething, mustAssign)
export type NewRule = z.input<typeof NewRule>

/** What somebody typed, with the version and the values that they had seen. */
export const RuleEdit = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  set: RuleFields.partial(),
  was: RuleFields.partial().default({}),
})
export type RuleEdit = z.input<typeof RuleEdit>

const gone = () => new AppError('not-found', 'That rule is not there. It may have been removed already.')

/** Adds a rule and assigns what it matches, wherever nobody has stated otherwise. Answers with its id and how many tokens changed. */
export async function addRule(world: World, actor: Actor, asked: NewRule): Promise<{ id: string; changed: number }> {
  const id = uuid()
  const rule: KeptRule = { id, ...NewRule.parse(asked), version: 1 }
  const changed = await changing(world, async (client, rules) => {
    await lockAssignee(client, 'owner', rule.ownerId)
    await lockAssignee(client, 'workload', rule.workloadId)
    return apply(world, client, actor, rules, { do: 'add', rule }, 'rule.added')
  })
  return { id, changed }
}

/** Removes a rule; what it had assigned is decided again by the other rules and the hints. */
export async function removeRule(world: World, actor: Actor, id: string): Promise<{ changed: number }> {
  const changed = await changing(world, async (client, rules) => {
    if (!rules.some((rule) => rule.id === id)) throw gone()
    return apply(world, client, actor, rules, { do: 'remove', id }, 'rule.removed')
  })
  return { changed }
}

/** Moves a rule to another place in the order, 0 for the first. */
export async function placeRule(world: World, actor: Actor, id: string, place: number): Promise<{ changed: number }> {
  const changed = await changing(world, async (client, rules) => {
    if (!rules.some((rule) => rule.id === id)) throw gone()
    return apply(world, client, actor, rules, { do: 'place', id, place }, 'rule.moved')
  })
  return { changed }
}

/** Changes a rule; what two people change at once is told as for an owner. `enabled: false` keeps it and lets go what it assigned. */
export async function editRule(world: World, actor: Actor, asked: RuleEdit): Promise<Edited<RuleFields>> {
  const edit = RuleEdit.parse(asked)
  return changing(world, async (client, rules): Promise<Edited<RuleFields>> => {
    const kept = rules.find((rule) => rule.id === edit.id)
    if (!kept) throw gone()
    const { id, position, ...before } = kept
    const set = defined(edit.set)
    const { clashes, meanwhile } = compareEdit({ version: edit.version, set, was: defined(edit.was) }, before)
    const by = before.version === edit.version ? null : await lastEditor(client, `rule:${id}`, edit.version)
    if (clashes.length > 0) return { did: 'clash', version: before.version, by, clashes }
    const rule = { id, position, ...before, ...set }
    if (!assignsSomething(rule))
      throw new AppError('bad-input', mustAssign, [{ where: 'owner', what: 'Choose an owner, a workload or both.' }])
    if (JSON.stringify(rule) === JSON.stringify(kept)) return { did: 'saved', changed: 0, by, meanwhile }
    await lockAssignee(client, 'owner', rule.ownerId)
    await lockAssignee(client, 'workload', rule.workloadId)
    const act = rule.enabled === kept.enabled ? 'rule.edited' : rule.enabled ? 'rule.enabled' : 'rule.disabled'
    const changed = await apply(world, client, actor, rules, { do: 'edit', rule: { ...rule, version: kept.version + 1 } }, act)
    return { did: 'saved', changed, by, meanwhile }
  })
}

/**
 * Takes back what was last done to a rule, by its audit entry `seq`: the rule is again what and where it was, and so is what it
 * assigns. Throws AppError 'conflict' where something was done to it since.
 */
export async function undoRuleAct(world: World, actor: Actor, { id, seq }: { id: string; seq: string }): Promise<{ changed: number }> {
  const changed = await changing(world, async (client, rules) => {
    const last = await lastRuleAct(client, id)
    if (!last || last.seq !== seq) throw new AppError('conflict', 'Something was done to this rule since. Look at it before you change it.')
    return apply(world, client, actor, rules, await undoing(client, rules, id, last), 'rule.undone')
  })
  return { changed }
}

/**
 * The change that makes a rule what it was before its last act. What that act moved is told by the act alone: the rule may stand
 * elsewhere because others came and went. Who or what it assigned may be gone since.
 */
export async function undoing(client: PoolClient, rules: readonly KeptRule[], id: string, last: LastRuleAct): Promise<RuleChange> {
  const was = KeptState.nullable().parse(last.before)
  if (!was) return { do: 'remove', id }
  const left = Place.safeParse(last.after)
  if (left.success && left.data.place !== was.place) return { do: 'place', id, place: was.place }
  await lockAssignee(client, 'owner', was.ownerId)
  await lockAssignee(client, 'workload', was.workloadId)
  const { place, ...fields } = was
  const now = rules.find((rule) => rule.id === id)
  if (!now)
    return { do: 'add', rule: { id, ...fields, position: place === 0 ? -1 : (rules[place - 1]?.position ?? rules.at(-1)?.position ?? 0) } }
  return { do: 'edit', rule: { ...now, ...fields, version: now.version + 1 } }
}

/** A rule as the audit keeps it: what it said, and how many rules stood before it. */
const KeptState = RuleFields.extend({ version: z.number(), place: z.number().int() }).strip()
type KeptState = z.infer<typeof KeptState>
const Place = z.object({ place: z.number().int() })

async function changing<T>(world: World, change: (client: PoolClient, rules: KeptRule[]) => Promise<T>): Promise<T> {
  return patientTransaction(world.db.pool, async (client) => {
    await holdDirectory(client)
    return change(client, await readKeptRules(client))
  })
}

/** Writes the change, scores again the tokens that it is about, and records the rule as it was and is. Answers with how many changed. */
async function apply(
  world: World,
  client: PoolClient,
  actor: Actor,
  rules: readonly KeptRule[],
  change: RuleChange,
  act: string,
): Promise<number> {
  const after = changeRules(rules, change)
  await writeRules(client, rules, after)
  const conditions = touchedBy(rules, change)
  const touched = (subject: MatchSubject) => conditions.some((condition) => holds(condition, subject, subject.sourceId))
  const changed = await reappraiseWhere(client, { conditions }, touched, { cause: `edit:${uuid()}`, runId: null, at: world.now })
  const id = 'rule' in change ? change.rule.id : change.id
  const [before, now] = [stateOf(rules, id), stateOf(after, id)]
  const said = { ...(now ?? { name: before?.name ?? '' }), tokens: changed }
  const entry = { actor, act, target: `rule:${id}`, ...(before && { before }), after: said }
  await record(client, entry, world.now, world.auditKey)
  return changed
}

function stateOf(rules: readonly KeptRule[], id: string): KeptState | null {
  const place = rules.findIndex((rule) => rule.id === id)
  const rule = rules[place]
  if (!rule) return null
  const { id: _id, position: _position, ...state } = rule
  return { ...state, place }
}

function defined(fields: { [Name in keyof RuleFields]?: RuleFields[Name] | undefined }): Partial<RuleFields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
