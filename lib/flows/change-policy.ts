import { record } from '../db/audit.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import { countDueDates, countLaterPlans, currentPolicy, insertPolicy, type DueCounts } from '../db/policy.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError, type Issue } from '../model/app-error.ts'
import { differingFields, Policy, Why } from '../model/policy.ts'
import type { PolicyName } from '../model/policy-fields.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { dueRules } from '../retirement/due-rules.ts'
import { applyPolicy } from './apply-policy.ts'
import type { World } from './world.ts'

/** With more dates to move than this, the worker moves them, and whoever asked is not kept waiting. */
export const mostAtOnce = 20_000

/** What a policy would do to the estate as it is. */
export type PolicyPreview = {
  /** The policy that it would take the place of. */
  number: number
  changes: readonly PolicyName[]
  dates: readonly DueCounts[]
  /** Over all of them. */
  sums: Omit<DueCounts, 'name'>
  /** Open plans with a date of their tokens', and how many of them end later than it, now and then. */
  plans: { open: number; now: number; then: number }
}

/** What was shown when somebody decided: what a change is refused by, where it is clearly another by then. */
export type PolicySeen = { number: number; earlier: number; later: number; overdue: number; plans: number }

/** Reads values as they were typed. Throws AppError 'bad-input' with what is wrong, each by its field. */
export function readPolicy(asked: unknown): Policy {
  const parsed = Policy.safeParse(asked)
  if (parsed.success) return parsed.data
  throw new AppError('bad-input', 'This policy cannot be taken.', parsed.error.issues.map(({ path, message }) => ({ where: String(path[0] ?? 'form'), what: message }))) // prettier-ignore
}

/** Counts what these values would do. Writes nothing. */
export async function previewPolicy({ db, now }: Pick<World, 'db' | 'now'>, values: Policy): Promise<PolicyPreview> {
  const current = await currentPolicy(db.pool)
  const rules = dueRules(values)
  const [dates, plans] = await Promise.all([countDueDates(db.pool, rules, now), countLaterPlans(db.pool, rules, now)])
  const sum = (of: keyof PolicyPreview['sums']) => dates.reduce((total, each) => total + each[of], 0)
  const sums = { tokens: sum('tokens'), earlier: sum('earlier'), later: sum('later'), overdue: sum('overdue'), relieved: sum('relieved') }
  return { number: current.number, changes: differingFields(current.values, values), dates, sums, plans }
}

/**
 * Takes a policy: from then on it is the one that holds, and due dates are counted again by it, here or by the worker. Where it would do
 * something else than what was shown, nothing is done and the answer says what it would be. Throws AppError 'bad-input' by field.
 */
export async function takePolicy(
  world: World,
  viewer: Viewer,
  asked: { values: Policy; why: string },
  seen: PolicySeen,
): Promise<{ done: true; number: number; moved: number | 'later' } | { done: false; now: PolicyPreview }> {
  const why = Why.safeParse(asked.why)
  if (!why.success) throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'why', what: why.error.issues[0]?.message ?? '' } satisfies Issue]) // prettier-ignore
  const preview = await previewPolicy(world, asked.values)
  if (preview.changes.length === 0) throw new AppError('conflict', 'This is the policy that holds already. Nothing was changed.')
  if (!isAsSeen(preview, seen)) return { done: false, now: preview }
  const number = preview.number + 1
  const taken = await patientTransaction(world.db.pool, async (client) => {
    // What a sync is just writing by the policy before is not committed: it would be missed when dates are counted again.
    await holdDirectory(client)
    const before = await currentPolicy(client)
    if (before.number !== preview.number) return false
    await insertPolicy(client, { number, values: asked.values, at: world.now, by: viewer, why: why.data })
    const only = (values: Policy) => Object.fromEntries(preview.changes.map((name) => [name, values[name]]))
    const { earlier, later, overdue } = preview.sums
    const after = { ...only(asked.values), why: why.data, earlier, later, overdue, laterPlans: preview.plans.then }
    const entry = { actor: actorOf(viewer), act: 'policy.changed', target: `policy:${number}`, before: only(before.values), after }
    await record(client, entry, world.now, world.auditKey)
    return true
  })
  if (!taken) return { done: false, now: await previewPolicy(world, asked.values) }
  return { done: true, number, moved: isQuick(preview) ? await applied(world) : 'later' }
}

/** The worker looks at every plan where a quiet period is another. */
function isQuick({ changes, sums }: PolicyPreview): boolean {
  return sums.earlier + sums.later <= mostAtOnce && !changes.some((name) => name === 'quietLeastDays' || name === 'quietMostDays')
}

/** The policy is taken by now and must not be told as failed: what is cut off here, the worker goes on with. */
async function applied(world: World): Promise<number | 'later'> {
  return applyPolicy(world).then(
    ({ moved }) => moved,
    (err: unknown) => {
      world.log.warn({ err }, 'due dates were not all counted again; the worker goes on')
      return 'later'
    },
  )
}

/** Syncs go on while somebody reads a preview, and dates pass: this part of the tokens or plans more or fewer decides nothing. */
const near = 0.01

/** Whether a change would do what somebody was shown, but for what goes on meanwhile. */
export function isAsSeen({ number, sums, plans }: Pick<PolicyPreview, 'number' | 'sums' | 'plans'>, seen: PolicySeen): boolean {
  const isNear = (now: number, then: number) => Math.abs(now - then) <= near * then
  const { earlier, later, overdue } = sums
  return (
    number === seen.number &&
    isNear(earlier, seen.earlier) &&
    isNear(later, seen.later) &&
    isNear(overdue, seen.overdue) &&
    isNear(plans.then, seen.plans)
  )
}
