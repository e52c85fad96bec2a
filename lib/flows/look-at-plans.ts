import type { PoolClient } from 'pg'
import { leakPlansOf, lockPlans, nextWatched, readWatched, type WatchedPlan } from '../db/plans.ts'
import { openPlanTokens, updatePlan, writeProofs, type PlanEvent, type PlanSet } from '../db/write-plans.ts'
import { currentPolicy } from '../db/policy.ts'
import { patientTransaction } from '../db/transaction.ts'
import { record } from '../db/audit.ts'
import type { PlanStage } from '../model/plan.ts'
import type { Policy } from '../model/policy.ts'
import { courseOf } from '../model/recipe.ts'
import { leakDueDate, leakStandingOf, lookAtLeak } from '../retirement/leak-plan.ts'
import { isClosed, standingOf, type Said, type Standing } from '../retirement/plan-state.ts'
import { lookAt, rank, type Look } from '../retirement/prove.ts'
import { placeFor, successorIssue } from '../retirement/successor-fit.ts'
import { recipeById } from '../retirement/recipes/recipes.ts'
import { firstId } from './reappraise.ts'
import type { World } from './world.ts'

const sliceSize = 500
const system = { kind: 'system', name: 'retirement' } as const

/**
 * Looks whether what syncs have shown moves a plan: all plans with something of one source, or all there are. Reads without locks
 * first, as nearly all stand where they stood, and writes only what differs; done twice it does nothing. Answers with how many moved.
 */
export async function lookAtPlans(
  world: World,
  { sourceId = null }: { sourceId?: string | null } = {},
): Promise<{ seen: number; moved: number }> {
  let [seen, moved, after] = [0, 0, firstId]
  const policy = (await currentPolicy(world.db.pool)).values
  for (;;) {
    world.signal.throwIfAborted()
    const ids = await nextWatched(world.db.pool, sourceId, after, sliceSize)
    const last = ids.at(-1)
    if (!last) return { seen, moved }
    const differing = (await readWatched(world.db.pool, ids)).filter((plan) => differs(plan, judged(plan, policy, world.now)))
    for (const { id } of differing) if (await lookAtPlan(world, id)) moved += 1
    seen += ids.length
    after = last
  }
}

/**
 * Looks at the plans of these tokens' leaks once something was said of those: what closes a step of a leak closes it of its plan. What
 * fails here, the next sync's look does.
 */
export async function lookAtLeakPlans(world: World, tokenIds: readonly string[]): Promise<void> {
  if (tokenIds.length === 0) return
  try {
    for (const id of await leakPlansOf(world.db.pool, tokenIds)) await lookAtPlan(world, id)
  } catch (error) {
    world.log.warn({ err: error }, 'plans of leaks could not be looked at')
  }
}

/** The same for one plan, under its lock. Answers whether it moved. */
export async function lookAtPlan(world: World, id: string): Promise<boolean> {
  return patientTransaction(world.db.pool, async (client) => {
    if ((await lockPlans(client, [id])).length === 0) return false
    const moved = await lookUnderLock(world, client, id)
    if (moved && moved.before !== moved.after && [moved.before, moved.after].some(isClosed)) {
      const act = isClosed(moved.before) ? 'plan.reopened' : 'plan.verified'
      const entry = { actor: system, act, target: `plan:${id}`, before: { stage: moved.before }, after: { stage: moved.after } }
      await record(client, entry, world.now, world.auditKey)
    }
    return moved !== null
  })
}

/** The same where the caller holds the plan's lock and writes the audit: what its stage was and is, or null where nothing moved. */
export async function lookUnderLock(
  { now }: Pick<World, 'now'>,
  client: PoolClient,
  id: string,
): Promise<{ before: PlanStage; after: PlanStage } | null> {
  const [plan] = await readWatched(client, [id])
  if (!plan) return null
  const look = judged(plan, (await currentPolicy(client)).values, now)
  if (!differs(plan, look)) return null
  const { stage } = look.standing
  // What another plan has by now is that one's to watch.
  if (isClosed(plan.stage) && !isClosed(stage) && (await openPlanTokens(client, id, true)) === 0) return null
  if (!isClosed(plan.stage) && isClosed(stage)) await openPlanTokens(client, id, false)
  await writeProofs(
    client,
    id,
    look.tokens.map((token) => ({ ...token, seenAt: token.evidence[0]?.at ?? now })),
  )
  await updatePlan(client, id, setOf(plan, look, now), eventsOf(plan, look), now)
  return { before: plan.stage, after: stage }
}

type Judged = {
  tokens: readonly (Look & { tokenId: string; name: string })[]
  standing: Standing
  refusal: string | null
  cameBack: boolean
  /** Where its date follows what became of it; null where it stays. */
  due: { policyDueAt: Date; dueAt: Date } | null
}

function judged(plan: WatchedPlan, policy: Policy, now: Date): Judged {
  return courseOf(plan.recipe) === 'leak' ? judgedLeak(plan, policy, now) : judgedRetirement(plan, policy)
}

function judgedLeak(plan: WatchedPlan, quiet: Policy, now: Date): Judged {
  const asked = { successor: plan.successor, openedAt: plan.openedAt, reopenedAt: plan.reopenedAt, quiet }
  const tokens = plan.tokens.map((token) => ({ ...lookAtLeak(token, token.before, asked), tokenId: token.id, name: token.name }))
  const standing = leakStandingOf(tokens, saidOf(plan, null))
  const dates = plan.tokens.map(({ dueAt }) => dueAt)
  const due = isClosed(standing.stage) ? null : leakDueDate(plan, standing.stage, dates, now, quiet)
  return { tokens, standing, refusal: null, cameBack: tokens.some((look) => look.cameBack), due }
}

function judgedRetirement(plan: WatchedPlan, quiet: Policy): Judged {
  const first = looksAt(plan, plan.switchedAt, quiet)
  const cameBack = first.some((look) => look.cameBack)
  // What lives again has to be switched over again: the word that was given for it is used up.
  const switchedAt = cameBack ? null : plan.switchedAt
  const tokens = cameBack ? looksAt(plan, null, quiet) : first
  const standing = standingOf(tokens, saidOf(plan, switchedAt))
  const refused = tokens.filter(({ refusal }) => refusal !== null)
  const refusal = refused[0] ? (tokens.length > 1 ? `${refused[0].name}: ${refused[0].refusal}` : refused[0].refusal) : null
  return { tokens, standing, refusal, cameBack, due: null }
}

function saidOf(plan: WatchedPlan, switchedAt: Date | null): Said {
  return {
    acknowledged: plan.acknowledgedAt !== null,
    hasOwner: plan.ownerId !== null,
    dateIsProposed: plan.proposedDueAt !== null,
    blocked: plan.blocked !== null,
    paused: plan.paused,
    switched: switchedAt !== null,
    cancelled: plan.stage === 'cancelled',
  }
}

function looksAt(plan: WatchedPlan, switchedAt: Date | null, quiet: Policy): Judged['tokens'] {
  const way = recipeById(plan.recipe)
  const place = placeFor(way, plan.successor)
  const misfit = plan.successor && successorIssue(plan.successor, way)
  const asked = { switchedAt, successor: plan.successor, place, misfit, openedAt: plan.openedAt, quiet }
  return plan.tokens.map((token) => ({ ...lookAt(token, token.before, asked), tokenId: token.id, name: token.name }))
}

function differs(plan: WatchedPlan, { tokens, standing, refusal, due }: Judged): boolean {
  return (
    standing.stage !== plan.stage ||
    standing.waitingOn !== plan.waitingOn ||
    refusal !== plan.refusal ||
    due !== null ||
    tokens.some(({ evidence }) => evidence.length > 0) ||
    plan.tokens.some(
      ({ before }, index) =>
        before.proved !== tokens[index]?.proved || before.quietUntil?.getTime() !== tokens[index]?.quietUntil?.getTime(),
    )
  )
}

function setOf(plan: WatchedPlan, { standing, refusal, cameBack, due }: Judged, now: Date): PlanSet {
  return {
    ...standing,
    refusal,
    lookedAt: now,
    ...due,
    ...(cameBack && { reopenedAt: now, switchedAt: null, switchedBy: null }),
    closedAt: isClosed(standing.stage) ? (plan.closedAt ?? now) : null,
  }
}

/** When its provider showed what moved the date: a look comes after that, and a date is kept or missed by it. */
function shownAt(tokens: Judged['tokens']): { at?: string } {
  const times = tokens.flatMap(({ evidence }) => evidence.flatMap(({ at }) => at?.getTime() ?? []))
  return times.length > 0 ? { at: new Date(Math.max(...times)).toISOString() } : {}
}

/** Each step of a token says what was proved before it, so that a report as of a past day can tell. */
function eventsOf(plan: WatchedPlan, { tokens, standing, refusal, cameBack, due }: Judged): PlanEvent[] {
  const before = new Map(plan.tokens.map((token) => [token.id, token.before.proved]))
  const proved = tokens.flatMap(({ evidence, name, tokenId }) => {
    const from = before.get(tokenId) ?? 'none'
    return evidence.map(({ at, ...shown }) => ({ kind: 'proved', by: null, detail: { ...shown, name, from, at: at?.toISOString() ?? null } }) as const) // prettier-ignore
  })
  const receded = tokens.flatMap(({ tokenId, name, proved: proof }) => {
    const from = before.get(tokenId) ?? 'none'
    return rank(proof) < rank(from) ? [{ kind: 'receded', by: null, detail: { tokenId, name, proof, from } } as const] : []
  })
  return [
    ...(cameBack
      ? [
          {
            kind: 'reopened',
            by: null,
            detail: {
              tokens: tokens
                .filter((token) => token.cameBack)
                .map(({ name }) => name)
                .slice(0, 20),
            },
          } as const,
        ]
      : []),
    ...receded,
    ...proved,
    ...(due
      ? [
          {
            kind: 'due-moved',
            by: null,
            detail: { from: plan.dueAt.toISOString(), to: due.dueAt.toISOString(), ...shownAt(tokens) },
          } as const,
        ]
      : []),
    ...(refusal !== null && refusal !== plan.refusal ? [{ kind: 'refused', by: null, detail: { says: refusal } } as const] : []),
    ...(standing.stage === 'verified' && plan.stage !== 'verified' ? [{ kind: 'verified', by: null, detail: {} } as const] : []),
  ]
}
