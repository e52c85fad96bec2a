import type { PoolClient } from 'pg'
import {
  lockPlans,
  nextWatched,
  openPlanTokens,
  readWatched,
  updatePlan,
  writeProofs,
  type PlanEvent,
  type PlanSet,
  type WatchedPlan,
} from '../db/plans.ts'
import { currentPolicy } from '../db/policy.ts'
import { patientTransaction } from '../db/transaction.ts'
import { record } from '../db/audit.ts'
import type { PlanStage } from '../model/plan.ts'
import { isClosed, standingOf, type Standing } from '../retirement/plan-state.ts'
import { lookAt, rank, type Look, type QuietPolicy } from '../retirement/prove.ts'
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
  const quiet = (await currentPolicy(world.db.pool)).values
  for (;;) {
    world.signal.throwIfAborted()
    const ids = await nextWatched(world.db.pool, sourceId, after, sliceSize)
    const last = ids.at(-1)
    if (!last) return { seen, moved }
    const differing = (await readWatched(world.db.pool, ids)).filter((plan) => differs(plan, judged(plan, quiet)))
    for (const { id } of differing) if (await lookAtPlan(world, id)) moved += 1
    seen += ids.length
    after = last
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
  const look = judged(plan, (await currentPolicy(client)).values)
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
}

function judged(plan: WatchedPlan, quiet: QuietPolicy): Judged {
  const first = looksAt(plan, plan.switchedAt, quiet)
  const cameBack = first.some((look) => look.cameBack)
  // What lives again has to be switched over again: the word that was given for it is used up.
  const switchedAt = cameBack ? null : plan.switchedAt
  const tokens = cameBack ? looksAt(plan, null, quiet) : first
  const said = {
    acknowledged: plan.acknowledgedAt !== null,
    hasOwner: plan.ownerId !== null,
    dateIsProposed: plan.proposedDueAt !== null,
    blocked: plan.blocked !== null,
    paused: plan.paused,
    switched: switchedAt !== null,
    cancelled: plan.stage === 'cancelled',
  }
  const standing = standingOf(tokens, said)
  const refused = tokens.filter(({ refusal }) => refusal !== null)
  const refusal = refused[0] ? (tokens.length > 1 ? `${refused[0].name}: ${refused[0].refusal}` : refused[0].refusal) : null
  return { tokens, standing, refusal, cameBack }
}

function looksAt(plan: WatchedPlan, switchedAt: Date | null, quiet: QuietPolicy): Judged['tokens'] {
  const place = recipeById(plan.recipe)?.successor ?? 'seen'
  const asked = { switchedAt, successor: plan.successor, place, openedAt: plan.openedAt, quiet }
  return plan.tokens.map((token) => ({ ...lookAt(token, token.before, asked), tokenId: token.id, name: token.name }))
}

function differs(plan: WatchedPlan, { tokens, standing, refusal }: Judged): boolean {
  return (
    standing.stage !== plan.stage ||
    standing.waitingOn !== plan.waitingOn ||
    refusal !== plan.refusal ||
    plan.tokens.some(
      ({ before }, index) =>
        before.proved !== tokens[index]?.proved || before.quietUntil?.getTime() !== tokens[index]?.quietUntil?.getTime(),
    )
  )
}

function setOf(plan: WatchedPlan, { standing, refusal, cameBack }: Judged, now: Date): PlanSet {
  return {
    ...standing,
    refusal,
    lookedAt: now,
    ...(cameBack && { reopenedAt: now, switchedAt: null, switchedBy: null }),
    closedAt: isClosed(standing.stage) ? (plan.closedAt ?? now) : null,
  }
}

/** Each step of a token says what was proved before it, so that a report as of a past day can tell. */
function eventsOf(plan: WatchedPlan, { tokens, standing, refusal, cameBack }: Judged): PlanEvent[] {
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
    ...(refusal !== null && refusal !== plan.refusal ? [{ kind: 'refused', by: null, detail: { says: refusal } } as const] : []),
    ...(standing.stage === 'verified' && plan.stage !== 'verified' ? [{ kind: 'verified', by: null, detail: {} } as const] : []),
  ]
}
