import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import { chooseTokens, withConnection } from '../db/chosen-tokens.ts'
import { plannable } from '../db/plannable-tokens.ts'
import { lockPlans } from '../db/plans.ts'
import { updatePlan } from '../db/write-plans.ts'
import { currentPolicy } from '../db/policy.ts'
import { agreedAndEnded, lockWaiting, markActed, maybeEnded, openPlansOf, writeEnded } from '../db/ended-tokens.ts'
import { transactionOn } from '../db/transaction.ts'
import { groupPlans } from '../retirement/group-plans.ts'
import { isClosed } from '../retirement/plan-state.ts'
import { endOf, isDueToDisable } from '../retirement/token-end.ts'
import { disableDue } from './disable-due.ts'
import { lookUnderLock } from './look-at-plans.ts'
import { insertGroups } from './open-plans.ts'
import { firstId } from './reappraise.ts'
import { verbsOf } from './verbs-of.ts'
import type { World } from './world.ts'

const slice = 500
const system = { kind: 'system', name: 'retirement' } as const

/**
 * Looks which tokens have ended, and sees to it that each has a plan that is due now: a new one, or the one that it is in. Then hands over
 * those that their owners agreed to have disabled. Done twice it does nothing. Answers with how many tokens were due.
 */
export async function endTokens(world: World): Promise<{ ended: number; handedOver: number }> {
  await noteEnded(world)
  let ended = 0
  for (;;) {
    world.signal.throwIfAborted()
    const acted = await withConnection(world.db.pool, (client) => transactionOn(client, () => planSome(world, client)))
    if (acted === 0) break
    ended += acted
  }
  return { ended, handedOver: await handOver(world) }
}

async function noteEnded({ db: { pool }, now, signal }: World): Promise<void> {
  for (let after = firstId; ;) {
    signal.throwIfAborted()
    const rows = await maybeEnded(pool, now, after, slice)
    await writeEnded(
      pool,
      rows.flatMap((row) => {
        const end = endOf(row, now)
        return end ? [{ tokenId: row.tokenId, version: row.version, ...end }] : []
      }),
    )
    const last = rows.at(-1)
    if (!last || rows.length < slice) return
    after = last.tokenId
  }
}

/** A part of the tokens that wait for their plan, in one transaction: those in an open plan make it due, the others get one. */
async function planSome(world: World, client: PoolClient): Promise<number> {
  const waiting = await lockWaiting(client, slice)
  if (waiting.length === 0) return 0
  const ids = waiting.map(({ tokenId }) => tokenId)
  const says = new Map(waiting.map(({ tokenId, endedSays }) => [tokenId, endedSays]))
  const planned = await openPlansOf(client, ids)
  await makeDue(world, client, planned, says)
  const inPlans = new Set(planned.map(({ tokenId }) => tokenId))
  await openNew(world, client, ids.filter((id) => !inPlans.has(id)), says) // prettier-ignore
  await markActed(client, ids, world.now)
  return waiting.length
}

type Planned = { tokenId: string; planId: string; name: string }

/** Moves the date of open plans to now, and says why in their history. A date that has passed stays: the plan is as late as it is. */
async function makeDue(world: World, client: PoolClient, planned: readonly Planned[], says: ReadonlyMap<string, string>): Promise<void> {
  const of = Map.groupBy(planned, ({ planId }) => planId)
  for (const plan of await lockPlans(client, [...of.keys()])) {
    if (isClosed(plan.stage)) continue
    const tokens = of.get(plan.id) ?? []
    const moves = plan.dueAt > world.now
    const detail = { tokens: tokens.map(({ name }) => name).slice(0, 20), says: reasonOf(tokens.map(({ tokenId }) => tokenId), says), ...(moves && { from: plan.dueAt.toISOString(), to: world.now.toISOString() }) } // prettier-ignore
    const withoutProposal = { proposedDueAt: null, proposedBy: null, proposedById: null, proposedReason: null }
    await updatePlan(client, plan.id, moves ? { dueAt: world.now, ...withoutProposal } : {}, [{ kind: 'end-came', by: null, detail }], world.now) // prettier-ignore
    await lookUnderLock(world, client, plan.id)
    await record(client, { actor: system, act: 'plan.end-came', target: `plan:${plan.id}`, after: detail }, world.now, world.auditKey)
  }
}

/** Opens plans that are due now. What is not alive any more needs none. */
async function openNew(world: World, client: PoolClient, ids: readonly string[], says: ReadonlyMap<string, string>): Promise<void> {
  if (ids.length === 0) return
  await chooseTokens(client, { all: true }, { by: 'ids', ids }, world.now)
  const groups = groupPlans(await plannable(client), { recipe: null, dueAt: world.now }, world.now, (await currentPolicy(client)).values)
  if (groups === 'no-such-recipe' || groups.length === 0) return
  const detailOf = (tokens: readonly { id: string }[]) => ({ says: reasonOf(tokens.map(({ id }) => id), says) }) // prettier-ignore
  const plans = await insertGroups(world, client, groups, { by: null, name: 'Standdown', detailOf })
  const after = { plans: plans.length, tokens: plans.reduce((sum, { tokens }) => sum + tokens.length, 0), because: 'ended' }
  const target = plans.length === 1 && plans[0] ? `plan:${plans[0].id}` : `plans:${plans.length}`
  await record(client, { actor: system, act: 'plan.opened', target, after }, world.now, world.auditKey)
}

function reasonOf(ids: readonly string[], says: ReadonlyMap<string, string>): string {
  const reasons = [...new Set(ids.map((id) => says.get(id) ?? ''))].filter(Boolean)
  return reasons.length > 3 ? `${reasons.slice(0, 3).join(' ')} And ${reasons.length - 3} more.` : reasons.join(' ')
}

/** Hands over the tokens that are due to be disabled by agreement. */
async function handOver(world: World): Promise<number> {
  let handed = 0
  for (let after = firstId; ;) {
    world.signal.throwIfAborted()
    const rows = await agreedAndEnded(world.db.pool, after, slice)
    const due: typeof rows = []
    for (const row of rows)
      if (isDueToDisable(row, { ...row, canDisable: (await verbsOf(row.sourceKind, row.tokenKind)).includes('disable') })) due.push(row)
    handed += await disableDue(world, due.map(({ tokenKind, ownerId: _, state: __, agreedAs: ___, ...row }) => ({ ...row, kind: tokenKind }))) // prettier-ignore
    const last = rows.at(-1)
    if (!last || rows.length < slice) return handed
    after = last.tokenId
  }
}
