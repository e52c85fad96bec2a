import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import {
  decideRequest,
  holdActTokens,
  lockAct,
  lockRequest,
  resumeAct,
  reviewRequest,
  withdrawRequest,
  type HeldAct,
} from '../db/provider-acts.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import { actStatesToResume } from '../model/provider-act.ts'
import { actorOf, may, type Viewer } from '../model/viewer.ts'
import { mayNotApprove, mayNotReview } from '../retirement/provider-acts.ts'
import type { World } from './world.ts'

export type ActDecision = { requestId: string; approve: boolean; note: string }

/**
 * A second person's word on a request: it will be sent, or never is. Whoever asked may not give it, nor whoever agreed. Answers with the
 * sources that something is to be carried out at. Throws AppError 'not-found', 'forbidden', or 'conflict' where it was decided already.
 */
export async function decideOnActs(world: World, viewer: Viewer, { requestId, approve, note }: ActDecision): Promise<readonly string[]> {
  return onRequest(world, viewer, requestId, async (client, [first, ...rest]) => {
    const waiting = [first, ...rest].filter(({ state }) => state === 'asked')
    if (waiting.length === 0) throw new AppError('conflict', 'This does not wait for anybody any more: it was decided or withdrawn.')
    const why = mayNotApprove(first, viewer)
    if (why) throw new AppError('forbidden', why)
    if (!approve && !note)
      throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'note', what: 'Say why it is refused.' }])
    await decideRequest(client, requestId, { approved: approve, by: viewer.name, byId: viewer.id, note, at: world.now })
    await entry(world, client, viewer, approve ? 'act.approved' : 'act.refused', requestId, { note, tokens: waiting.length })
    return approve ? sourcesOf(waiting) : []
  })
}

/** Takes back what was not sent yet: by whoever asked, or by those who decide. */
export async function withdrawActs(world: World, viewer: Viewer, requestId: string): Promise<void> {
  await onRequest(world, viewer, requestId, async (client, [first]) => {
    if (first.askedById !== viewer.id && !may(viewer.role, 'acts:approve')) throw new AppError('not-found', notThere)
    const withdrawn = await withdrawRequest(client, requestId)
    if (withdrawn === 0) throw new AppError('conflict', 'There is nothing left to withdraw: it was sent, or it is over.')
    await entry(world, client, viewer, 'act.withdrawn', requestId, { tokens: withdrawn })
  })
}

/**
 * Lets an act go on that was not shown to be done. It is looked at first, and sent once more only where it still has to be. A person's
 * ask, and never the system's: what failed halfway may have been halted for a reason. Answers with its source.
 */
export async function resumeActs(world: World, viewer: Viewer, actId: string): Promise<{ requestId: string; sourceId: string }> {
  return patientTransaction(world.db.pool, async (client) => {
    const act = await lockAct(client, actId)
    if (!act) throw new AppError('not-found', notThere)
    if (!may(viewer.role, 'acts:approve')) throw new AppError('forbidden', 'Security decides on this.')
    if (!actStatesToResume.some((state) => state === act.state))
      throw new AppError('conflict', 'Somebody was faster, or there is nothing to go on with: look at it again.')
    if ((await holdActTokens(client, [act.tokenId])).length > 0)
      throw new AppError('conflict', 'Something else is asked for this token by now, and is not over.')
    await resumeAct(client, actId, viewer.name, viewer.id)
    await entry(world, client, viewer, 'act.resumed', act.requestId, { token: act.tokenId, verb: act.verb, was: act.state })
    return { requestId: act.requestId, sourceId: act.sourceId }
  })
}

/** Confirms that somebody else has looked at what one person did alone. */
export async function reviewActs(world: World, viewer: Viewer, requestId: string, note: string): Promise<void> {
  await onRequest(world, viewer, requestId, async (client, acts) => {
    const [first] = acts
    if (!acts.some(({ reviewBecause, reviewedAt }) => reviewBecause && !reviewedAt))
      throw new AppError('conflict', 'There is nothing to review: somebody was faster, or two have looked at it before.')
    const why = acts.map((act) => mayNotReview(act, viewer)).find((says) => says !== null)
    if (why) throw new AppError('forbidden', why)
    if (acts.some(({ state }) => ['asked', 'approved', 'calling'].includes(state)))
      throw new AppError('conflict', 'It is under way. Look at it when it is over.')
    await reviewRequest(client, requestId, viewer.name, viewer.id, note, world.now)
    await entry(world, client, viewer, 'act.reviewed', requestId, { note, because: first.reviewBecause })
  })
}

const notThere = 'There is no such act.'

function sourcesOf(acts: readonly HeldAct[]): string[] {
  return [...new Set(acts.map(({ sourceId }) => sourceId))]
}

/** Runs with the request's acts locked. Those who see only their own tokens decide on nothing, and withdraw what they asked for. */
async function onRequest<T>(
  world: World,
  viewer: Viewer,
  requestId: string,
  work: (client: PoolClient, acts: readonly [HeldAct, ...HeldAct[]]) => Promise<T>,
): Promise<T> {
  return patientTransaction(world.db.pool, async (client) => {
    const [first, ...rest] = await lockRequest(client, requestId)
    if (!first || (!viewer.scope.all && first.askedById !== viewer.id)) throw new AppError('not-found', notThere)
    return work(client, [first, ...rest])
  })
}

async function entry(world: World, client: PoolClient, viewer: Viewer, act: string, requestId: string, after: Json): Promise<void> {
  await record(client, { actor: actorOf(viewer), act, target: `act:${requestId}`, after }, world.now, world.auditKey)
}
