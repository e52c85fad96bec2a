import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { lockIds } from '../db/chosen-tokens.ts'
import {
  closeLeak,
  findTokensCalled,
  lockLeak,
  markAbused,
  reopenLeak,
  setLeakToken,
  settleLeaks,
  stateLeakStep,
  type HeldLeak,
} from '../db/exposure-acts.ts'
import { noteInPlace, successorsOfLeaks, takeBackInPlace } from '../db/leak-successors.ts'
import { shareDirectory } from '../db/lock-directory.ts'
import { patientTransaction } from '../db/transaction.ts'
import { calledWrongly } from '../exposure/called.ts'
import { isSeenInItsPlace } from '../exposure/in-its-place.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { StatedStep } from '../model/leak.ts'
import { successorSays } from '../model/plan.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { endExceptions } from './exceptions.ts'
import { lookAtLeakPlans } from './look-at-plans.ts'
import { reappraise } from './reappraise.ts'
import { matchAgain } from './record-leaks.ts'
import type { World } from './world.ts'

/** Which leak, as it was when its page was read. */
export type NamedLeak = { id: string; version: number }

/**
 * Says which token a leak is of, by its name or its provider's id; or which it proposes. The token is to be revoked from that moment.
 * Throws AppError 'bad-input' where that names none or several.
 */
export async function matchLeak(world: World, viewer: Viewer, named: NamedLeak, token: string | null): Promise<void> {
  await change(world, viewer, named, 'exposure.matched', async (client, held) => {
    if (held.tokenId) throw new AppError('conflict', 'It is matched already. Take that back first.')
    const found = await findTokensCalled(client, viewer.scope, token ?? held.proposedId ?? '')
    const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'token', what }])
    const [first] = found
    const unclear = calledWrongly(found)
    if (unclear || !first) throw wrong(unclear ?? '')
    await lockIds(client, [first.id])
    await setLeakToken(client, held.id, first.id)
    return { tokenIds: [first.id], after: { token: first.id } }
  })
}

/** Takes back which token a leak is of: it is not that one's any more, and not matched. */
export async function unmatchLeak(world: World, viewer: Viewer, named: NamedLeak): Promise<void> {
  await change(world, viewer, named, 'exposure.unmatched', async (client, held) => {
    if (!held.tokenId) throw new AppError('conflict', 'It is not matched.')
    await lockIds(client, [held.tokenId])
    await setLeakToken(client, held.id, null)
    return { tokenIds: [held.tokenId], before: { token: held.tokenId, matchedBy: held.matchedBy } }
  })
}

/** Says that a leak is none of ours, or no leak, with the reason. It can be undone. */
export async function dismissLeak(world: World, viewer: Viewer, named: NamedLeak, note: string): Promise<void> {
  if (note.trim() === '')
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'note', what: 'Say how you know that it is not ours.' }])
  await change(world, viewer, named, 'exposure.dismissed', async (client, held) => {
    if (held.isClosed) throw new AppError('conflict', 'It is closed already.')
    await closeLeak(client, held.id, { because: 'not-ours', by: viewer.name, note, at: world.now })
    return { tokenIds: held.tokenId ? [held.tokenId] : [], after: { note } }
  })
}

/** Takes back that a leak is not ours. */
export async function undoDismissal(world: World, viewer: Viewer, named: NamedLeak): Promise<void> {
  await change(world, viewer, named, 'exposure.taken-up', async (client, held) => {
    if (held.closedBecause !== 'not-ours') throw new AppError('conflict', 'It is not put away.')
    await reopenLeak(client, held.id)
    return { tokenIds: held.tokenId ? [held.tokenId] : [] }
  })
}

/**
 * States a step that no provider shows, with what shows it; without a note it is taken back. `abused`: what the logs show is that
 * somebody else used it.
 */
export async function stateStep(
  world: World,
  viewer: Viewer,
  named: NamedLeak,
  { step, note, abused }: { step: StatedStep; note: string | null; abused: boolean },
): Promise<void> {
  if (note?.trim() === '') throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'note', what: 'Say what shows it.' }])
  await change(world, viewer, named, note === null ? 'exposure.step-withdrawn' : 'exposure.step-stated', async (client, held) => {
    if (held.closedBecause === 'not-ours') throw new AppError('conflict', 'It is put away as not ours.')
    if (held.tokenId) await lockIds(client, [held.tokenId])
    await stateLeakStep(client, held.id, step, note === null ? null : { at: world.now, by: viewer.name, note })
    if (abused && step === 'review') await markAbused(client, held.id)
    return { tokenIds: held.tokenId ? [held.tokenId] : [], after: { step, ...(note !== null && { note }), ...(abused && { abused }) } }
  })
}

/**
 * Matches what nobody could match before, closes leaks of which everything is done, and takes up those whose token works again. After a sync, an act and the clock; done twice
 * it does nothing.
 */
export async function settleExposures(world: World): Promise<number> {
  const touched = await patientTransaction(world.db.pool, async (client) => {
    await shareDirectory(client)
    const tokenIds = [...(await matchAgain(client)), ...(await settle(client, world.now))]
    await again(world, client, tokenIds)
    return tokenIds
  })
  await lookAtLeakPlans(world, touched)
  return touched.length
}

/** What is seen in use in a token's place replaces it; then what is done with is closed. Answers with the tokens of which something changed. */
async function settle(client: PoolClient, now: Date): Promise<string[]> {
  const back = await takeBackInPlace(client)
  const notes = new Map<string, { leakId: string; note: string }>()
  for (const { leakId, foundAt, openedAt, reopenedAt, addedAt, ...named } of await successorsOfLeaks(client))
    if (!notes.has(leakId) && isSeenInItsPlace(named, [foundAt, openedAt, reopenedAt, addedAt]))
      notes.set(leakId, { leakId, note: `${successorSays(named)} was seen in use in its place.` })
  const noted = await noteInPlace(client, [...notes.values()], now)
  return [...new Set([...back, ...noted, ...(await settleLeaks(client, now))])]
}

type Changed = { tokenIds: string[]; before?: Json; after?: Json }

/** One change of one leak: under its lock, as it was seen, with its tokens scored again and its audit entry. */
async function change(
  world: World,
  viewer: Viewer,
  { id, version }: NamedLeak,
  act: string,
  work: (client: PoolClient, held: HeldLeak) => Promise<Changed>,
): Promise<void> {
  const touched = await patientTransaction(world.db.pool, async (client) => {
    await shareDirectory(client)
    const held = await lockLeak(client, id)
    if (!held || !isTheirs(held, viewer)) throw new AppError('not-found', 'There is no such leak.')
    if (held.version !== version) throw new AppError('conflict', 'Somebody changed this meanwhile. Nothing was done: look at it again.')
    const { tokenIds, before, after } = await work(client, held)
    const settled = await settle(client, world.now)
    await again(world, client, [...tokenIds, ...settled])
    const entry = { actor: actorOf(viewer), act, target: `exposure:${id}`, ...(before && { before }), ...(after && { after }) }
    await record(client, entry, world.now, world.auditKey)
    return [...tokenIds, ...settled]
  })
  // What a leak voids ends at once; what fails here, the next sync or hour does.
  await endExceptions(world).catch((error: unknown) => world.log.warn({ err: error }, 'exceptions could not be ended after a leak'))
  await lookAtLeakPlans(world, touched)
}

function isTheirs({ ownerId }: HeldLeak, { scope }: Viewer): boolean {
  return scope.all || (ownerId !== null && scope.ownerIds.includes(ownerId))
}

async function again({ now }: World, client: PoolClient, tokenIds: readonly string[]): Promise<void> {
  if (tokenIds.length > 0) await reappraise(client, { by: 'ids', ids: tokenIds }, { cause: `edit:${uuid()}`, runId: null, at: now })
}
