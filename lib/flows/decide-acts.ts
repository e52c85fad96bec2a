import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import {
  decideRequest,
  hasNewerAct,
  holdActTokens,
  lockAct,
  lockRequest,
  putBack,
  resumeAct,
  reviewRequest,
  withdrawActsOf,
  type HeldAct,
} from '../db/provider-acts.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import { actStatesToResume } from '../model/provider-act.ts'
import { actorOf, may, type Viewer } from '../model/viewer.ts'
import { mayNotApprove, mayNotReview, reviewFor, secondFor, stateBefore, typedIssues } from '../retirement/provider-acts.ts'
import { verbsOf } from './verbs-of.ts'
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
    const why = waiting.map((act) => mayNotApprove(act, viewer)).find((says) => says !== null)
    if (why) throw new AppError('forbidden', why)
    if (!approve && !note)
      throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'note', what: 'Say why it is refused.' }])
    await decideRequest(client, requestId, { approved: approve, by: viewer.name, byId: viewer.id, note, at: world.now })
    if (!approve) await putBack(client, goneOn(waiting))
    await entry(world, client, viewer, approve ? 'act.approved' : 'act.refused', requestId, { note, tokens: waiting.length })
    return approve ? sourcesOf(waiting) : []
  })
}

/** Takes back what was not sent yet: by whoever asked, or by those who decide. */
export async function withdrawActs(world: World, viewer: Viewer, requestId: string): Promise<void> {
  await onRequest(world, viewer, requestId, async (client, [first, ...rest]) => {
    if (first.askedById !== viewer.id && !may(viewer.role, 'acts:approve')) throw new AppError('not-found', notThere)
    const open = [first, ...rest].filter(({ state, attempts }) => state === 'asked' || (state === 'approved' && attempts === 0))
    if (open.length === 0) throw new AppError('conflict', 'There is nothing left to withdraw: it was sent, or it is over.')
    const wentOn = goneOn(open)
    const isBack = new Set(wentOn.map(({ id }) => id))
    await withdrawActsOf(client, open.flatMap(({ id }) => (isBack.has(id) ? [] : [id]))) // prettier-ignore
    await putBack(client, wentOn)
    await entry(world, client, viewer, 'act.withdrawn', requestId, { tokens: open.length })
  })
}

/** Those that were tried before, with what had become of them: "refused" and "withdrawn" say that nothing was ever sent. */
function goneOn(acts: readonly HeldAct[]) {
  return acts.flatMap((act) => {
    const state = stateBefore(act)
    return state ? [{ id: act.id, state }] : []
  })
}

/** What somebody asks to go on with; `typed` confirms it as it did the first time. */
export type ActToResume = { actId: string; typed: string }

/**
 * Lets an act go on that was not shown to be done. It is looked at first, and sent once more only where it still has to be. A person's
 * ask, and never the system's: what failed halfway may have been halted for a reason. Who must agree, and who must look at it afterwards,
 * is judged anew, by how the token stands now. Answers with its source, and whether it waits for a second person. Throws AppError as
 * asking does; 'conflict' also where something newer was asked for the token.
 */
export async function resumeActs(
  world: World,
  viewer: Viewer,
  { actId, typed }: ActToResume,
): Promise<{ requestId: string; sourceId: string; waits: boolean }> {
  return patientTransaction(world.db.pool, async (client) => {
    const act = await lockAct(client, actId)
    if (!act) throw new AppError('not-found', notThere)
    if (!may(viewer.role, 'acts:approve')) throw new AppError('forbidden', 'Security decides on this.')
    if (!actStatesToResume.some((state) => state === act.state))
      throw new AppError('conflict', 'Somebody was faster, or there is nothing to go on with: look at it again.')
    const { tokens, isBusy } = await holdActTokens(client, [act.tokenId])
    const held = tokens.get(act.tokenId)
    if (!held) throw new AppError('not-found', notThere)
    if (isBusy || (await hasNewerAct(client, act)))
      throw new AppError('conflict', 'Something newer was asked for this token. Go on from there, or ask anew on its own page.')
    const token = { ...held, verbs: await verbsOf(act.sourceKind, held.kind) }
    const issues = typedIssues(act.verb, [token], typed)
    if (issues.length > 0) throw new AppError('bad-input', 'Nothing was asked for.', issues)
    const asker = { by: 'person', role: viewer.role } as const
    const second = secondFor(asker, act.verb, [token])
    const review = second ? null : (reviewFor(asker, act.verb, token, second) ?? act.reviewBecause)
    const { id, requestId, sourceId, tokenId, verb, state: was } = act
    await resumeAct(client, { id, by: viewer.name, byId: viewer.id, at: world.now, isExposed: token.isExposed, secondBecause: second, reviewBecause: review })
    await entry(world, client, viewer, 'act.resumed', requestId, { token: tokenId, verb, was, waits: second, review })
    return { requestId, sourceId, waits: second !== null }
  })
} // prettier-ignore

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
