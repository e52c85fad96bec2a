import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { lockAssignee } from '../db/lock-assignee.ts'
import { lockDirectoryOwner } from '../db/lock-directory-owner.ts'
import { planTokenIds, lockPlans, type PlanRow } from '../db/plans.ts'
import { openPlanTokens, updatePlan, type PlanSet } from '../db/write-plans.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import { requireSuccessor } from '../db/successors.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import { doersOf, type PlanAct } from '../model/plan-act.ts'
import type { PlanEventKind } from '../model/plan.ts'
import { actorOf, may, type Viewer } from '../model/viewer.ts'
import { isWithinPolicy } from '../retirement/due-date.ts'
import { leakRefusal } from '../retirement/leak-plan.ts'
import { isClosed } from '../retirement/plan-state.ts'
import { recipeById } from '../retirement/recipes/recipes.ts'
import { lookUnderLock } from './look-at-plans.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

export type AskedOfPlan = { id: string; version: number; act: PlanAct }

/**
 * Does to a plan what a person asks, with one audit entry, and looks at once where it stands then. Throws AppError 'not-found' alike for
 * a plan that is not there and one that is not this viewer's to see, 'forbidden' where it is not theirs to do, 'conflict' where somebody
 * was faster or the plan's stage does not allow it. Answers with the version to go on from.
 */
export async function actOnPlan(world: World, viewer: Viewer, { id, version, act }: AskedOfPlan): Promise<{ version: number }> {
  return patientTransaction(world.db.pool, async (client) => {
    // Giving tokens to somebody scores them again: the directory's lock comes before all others.
    if (act.do === 'accept' || act.do === 'assign') await holdDirectory(client)
    const [plan] = await lockPlans(client, [id])
    if (!plan || !maySee(plan, viewer)) throw new AppError('not-found', 'There is no such plan.')
    refuseWrongDoer(plan, viewer, act)
    if (plan.version !== version)
      throw new AppError('conflict', 'Somebody changed this plan while you had it open. Nothing was done: look at it again.')
    const done = await perform(world, client, viewer, plan, act)
    await updatePlan(client, id, done.set, [{ kind: done.kind, by: { id: viewer.id, name: viewer.name }, detail: done.detail }], world.now)
    await lookUnderLock(world, client, id)
    const entry = { actor: actorOf(viewer), act: `plan.${done.kind}`, target: `plan:${id}`, after: done.detail }
    await record(client, entry, world.now, world.auditKey)
    const [after] = await lockPlans(client, [id])
    return { version: after?.version ?? version }
  })
}

/** Whether a viewer may know of a plan: the same as the policy of its table. */
export function maySee({ ownerId, offeredTo }: Pick<PlanRow, 'ownerId' | 'offeredTo'>, { scope }: Viewer): boolean {
  return scope.all || scope.ownerIds.some((mine) => mine === ownerId || mine === offeredTo)
}

function refuseWrongDoer(plan: PlanRow, viewer: Viewer, act: PlanAct): void {
  const parts = doersOf[act.do]
  const isOwner = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId)
  const isOffered = plan.offeredTo !== null && viewer.selfIds.includes(plan.offeredTo)
  const allowed =
    (parts.includes('owner') && isOwner) ||
    (parts.includes('offered') && isOffered) ||
    (parts.includes('security') && may(viewer.role, 'plans:edit'))
  if (allowed) return
  throw new AppError(
    'forbidden',
    parts.includes('security') ? 'Only its owner and the security team may do this.' : 'Only its owner may do this.',
  )
}

type Done = { kind: PlanEventKind; set: PlanSet; detail: Json }

async function perform(world: World, client: PoolClient, viewer: Viewer, plan: PlanRow, act: PlanAct): Promise<Done> {
  const { now } = world
  if (isClosed(plan.stage) && act.do !== 'comment')
    throw new AppError('conflict', 'This plan is closed. A token that comes back opens it again.')
  const misplaced = leakRefusal(act.do, plan)
  if (misplaced) throw new AppError('conflict', misplaced)
  switch (act.do) {
    case 'acknowledge':
      if (plan.acknowledgedAt) throw new AppError('conflict', 'This is acknowledged already.')
      return { kind: 'acknowledged', set: { acknowledgedAt: now, acknowledgedBy: viewer.name }, detail: {} }
    case 'propose-date':
      return proposeDate(plan, viewer, act, now)
    case 'decide-date':
      return decideDate(plan, viewer, act)
    case 'set-date':
      return { kind: 'date-set', set: { dueAt: ahead(act.date, now), ...withoutProposal }, detail: fromTo(plan.dueAt, act.date) }
    case 'offer':
      return offer(client, plan, viewer, act)
    case 'accept':
      await giveTokens(world, client, plan.id, plan.offeredTo)
      return {
        kind: 'accepted',
        set: { ownerId: plan.offeredTo, ...withoutOffer, ...asNew, disowned: null },
        detail: { from: plan.ownerId },
      }
    case 'decline':
      return { kind: 'declined', set: withoutOffer, detail: { note: act.note } }
    case 'disown':
      return {
        kind: 'disowned',
        set: { ownerId: null, disowned: act.says || 'not mine', ...withoutOffer, ...withoutProposal, ...asNew },
        detail: { says: act.says, from: plan.ownerId },
      }
    case 'assign': {
      const { name } = await lockDirectoryOwner(client, act.ownerId)
      await giveTokens(world, client, plan.id, act.ownerId)
      return {
        kind: 'assigned',
        set: { ownerId: act.ownerId, ...withoutOffer, ...asNew, disowned: null },
        detail: { to: name, from: plan.ownerId },
      }
    }
    case 'name-successor':
      return nameSuccessor(client, plan, act.successor)
    case 'switch':
      return switchOver(plan, viewer, now)
    case 'block':
      return { kind: 'blocked', set: { blocked: act.why }, detail: { why: act.why } }
    case 'unblock':
      return { kind: 'unblocked', set: { blocked: null }, detail: {} }
    case 'comment':
      return { kind: 'comment', set: {}, detail: { text: act.text } }
    case 'choose-recipe': {
      const recipe = recipeById(act.recipe)
      if (!recipe) throw new AppError('bad-input', 'There is no such way.', [{ where: 'recipe', what: 'is none of those listed' }])
      return { kind: 'recipe-chosen', set: { recipe: act.recipe }, detail: { recipe: recipe.title, from: plan.recipe } }
    }
    case 'cancel':
      await openPlanTokens(client, plan.id, false)
      return { kind: 'cancelled', set: { stage: 'cancelled', waitingOn: 'nobody', closedAt: now }, detail: { why: act.why } }
  }
}

const withoutProposal: PlanSet = { proposedDueAt: null, proposedBy: null, proposedById: null, proposedReason: null }
const withoutOffer: PlanSet = { offeredTo: null, offeredBy: null }
/** Whoever gets a plan acknowledges it anew. */
const asNew: PlanSet = { acknowledgedAt: null, acknowledgedBy: null }

function proposeDate(plan: PlanRow, viewer: Viewer, { date, reason }: { date: Date; reason: string }, now: Date): Done {
  ahead(date, now)
  if (isWithinPolicy(date, plan.policyDueAt))
    return { kind: 'date-set', set: { dueAt: date, ...withoutProposal }, detail: fromTo(plan.dueAt, date) }
  if (!reason)
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'reason', what: 'It is later than policy: say why.' }])
  return {
    kind: 'date-proposed',
    set: { proposedDueAt: date, proposedBy: viewer.name, proposedById: viewer.id, proposedReason: reason },
    detail: { ...(fromTo(plan.dueAt, date) as object), reason },
  }
}

function decideDate(plan: PlanRow, viewer: Viewer, { accept, note }: { accept: boolean; note: string }): Done {
  if (!plan.proposedDueAt) throw new AppError('conflict', 'No date waits for a decision.')
  if (plan.proposedById === viewer.id) throw new AppError('forbidden', 'You proposed this date, so someone else must decide.')
  if (!accept) return { kind: 'date-refused', set: withoutProposal, detail: { date: plan.proposedDueAt.toISOString(), note } }
  return {
    kind: 'date-accepted',
    set: { dueAt: plan.proposedDueAt, ...withoutProposal },
    detail: { ...(fromTo(plan.dueAt, plan.proposedDueAt) as object), note },
  }
}

async function offer(
  client: PoolClient,
  plan: PlanRow,
  viewer: Viewer,
  { ownerId, note }: { ownerId: string; note: string },
): Promise<Done> {
  if (ownerId === plan.ownerId)
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'ownerId', what: 'They have it already.' }])
  const { name, status } = await lockDirectoryOwner(client, ownerId)
  if (status === 'departed')
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'ownerId', what: `${name} has left.` }])
  return { kind: 'offered', set: { offeredTo: ownerId, offeredBy: viewer.name }, detail: { to: name, note } }
}

async function nameSuccessor(
  client: PoolClient,
  plan: PlanRow,
  named: Extract<PlanAct, { do: 'name-successor' }>['successor'],
): Promise<Done> {
  const none: PlanSet = { successorTokenId: null, successorIssuerId: null, successorName: null, switchedAt: null, switchedBy: null }
  if (!named) return { kind: 'successor-named', set: none, detail: { name: null } }
  const { name, displayId } = await requireSuccessor(client, named)
  if ('tokenId' in named && (await planTokenIds(client, plan.id)).includes(named.tokenId))
    throw new AppError('bad-input', 'Some of this cannot be used.', [
      { where: 'successor', what: 'A token of the plan cannot take its own place.' },
    ])
  const set =
    'tokenId' in named
      ? { ...none, successorTokenId: named.tokenId, successorName: name }
      : { ...none, successorIssuerId: named.issuerId, successorName: name }
  return { kind: 'successor-named', set, detail: { name, displayId, successorId: 'tokenId' in named ? named.tokenId : named.issuerId } }
}

/** A word to be proved, not a proof: from here on any use of the old one refutes it. */
function switchOver(plan: PlanRow, viewer: Viewer, now: Date): Done {
  if (!plan.acknowledgedAt) throw new AppError('conflict', 'Acknowledge the plan first.')
  if ((recipeById(plan.recipe)?.needsSuccessor ?? true) && plan.successorTokenId === null && plan.successorIssuerId === null)
    throw new AppError('conflict', 'Name what takes its place first: without it nothing can show that the switch worked.')
  return { kind: 'switched', set: { switchedAt: now, switchedBy: viewer.name }, detail: {} }
}

/** The tokens go with the plan, as if somebody had stated their owner: whoever retires them answers for them. */
async function giveTokens(world: World, client: PoolClient, planId: string, ownerId: string | null): Promise<void> {
  if (!ownerId) throw new AppError('conflict', 'Nobody offers you this any more.')
  await lockAssignee(client, 'owner', ownerId)
  const ids = await planTokenIds(client, planId)
  await reappraise(client, { by: 'ids', ids }, { cause: `edit:${uuid()}`, runId: null, at: world.now }, { ownerId })
}

function ahead(date: Date, now: Date): Date {
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'date', what }])
  if (date <= now) throw wrong('The date is ahead of us. Use a later day.')
  if (date.getTime() > now.getTime() + 366 * 86_400_000) throw wrong('Within a year.')
  return date
}

function fromTo(from: Date, to: Date): Json {
  return { from: from.toISOString(), to: to.toISOString() }
}
