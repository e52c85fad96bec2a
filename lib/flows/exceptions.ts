import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import {
  decideException,
  endException,
  hasRenewal,
  insertException,
  lockException,
  lockExcepted,
  nextEnding,
  plansOfException,
  renewalsBefore,
  type HeldException,
} from '../db/exceptions.ts'
import { lockPlans } from '../db/plans.ts'
import { currentPolicy } from '../db/policy.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Decision, NewException } from '../model/exception-request.ts'
import type { ExceptionEnd } from '../model/exception.ts'
import { evidenceEnds } from '../model/evidence.ts'
import type { Policy } from '../model/policy.ts'
import { actorOf, may, type Actor, type Viewer } from '../model/viewer.ts'
import { endOf, holdsTooLong, mayNotApprove, mayNotDecide, refusalsOf } from '../retirement/exceptions.ts'
import { lookUnderLock } from './look-at-plans.ts'
import { firstId } from './reappraise.ts'
import type { World } from './world.ts'

const system = { kind: 'system', name: 'exceptions' } as const

/**
 * Asks that tokens be accepted for a time. Nothing is accepted by asking. Throws AppError 'bad-input' with every reason why it cannot be
 * asked for, by field; 'not-found' where a token is not this viewer's to see; 'conflict' where one has an exception already.
 */
export async function requestException(world: World, viewer: Viewer, asked: NewException): Promise<{ id: string }> {
  const id = uuid()
  await patientTransaction(world.db.pool, async (client) => {
    const tokens = await lockExcepted(client, asked.tokenIds)
    const seen = tokens.filter(({ ownerId }) => viewer.scope.all || (ownerId !== null && viewer.scope.ownerIds.includes(ownerId)))
    if (seen.length !== new Set(asked.tokenIds).size) throw new AppError('not-found', 'There is no such token.')
    const renewals = await renewed(client, asked)
    const taken = seen.find(({ hasException, id: token }) => hasException && !renewals.covered.has(token))
    if (taken) throw new AppError('conflict', `${taken.name} has an exception already, or one was asked for.`)
    const issues = refusalsOf({ ...asked, tokens: seen, renewals: renewals.count }, world.now, (await currentPolicy(client)).values)
    if (issues.length > 0) throw new AppError('bad-input', 'This exception cannot be asked for.', issues)
    const controls = asked.controls.map((control) => ({ ...control, expiresAt: evidenceEnds(control.evidencedAt) }))
    const { tokenIds: _, controls: __, ...rest } = asked
    await insertException(client, { ...rest, id, requestedBy: viewer.name, requestedById: viewer.id, controls, tokens: seen }, world.now)
    const after = {
      kind: asked.kind,
      tokens: seen.map(({ id: token }) => token),
      reason: asked.reason,
      endsAt: asked.endsAt.toISOString(),
      retirementAt: asked.retirementAt.toISOString(),
      renewalOf: asked.renewalOf,
    }
    await record(
      client,
      { actor: actorOf(viewer), act: 'exception.requested', target: `exception:${id}`, after },
      world.now,
      world.auditKey,
    )
  })
  return { id }
}

/** What a renewal renews goes on until the renewal is approved; the tokens that it covers may be asked for again, and no others. */
async function renewed(client: PoolClient, { renewalOf, tokenIds }: NewException) {
  if (!renewalOf) return { count: 0, covered: new Set<string>() }
  const before = await lockException(client, renewalOf)
  if (!before || before.state !== 'approved') throw new AppError('conflict', 'Only an exception that holds can be renewed.')
  const covered = new Set(before.tokens.map(({ id }) => id))
  if (tokenIds.some((id) => !covered.has(id)))
    throw new AppError('bad-input', 'This exception cannot be asked for.', [
      { where: 'tokens', what: 'A renewal covers no token that the first did not.' },
    ])
  if (await hasRenewal(client, renewalOf))
    throw new AppError('conflict', 'Its renewal was asked for already: an exception is renewed once.')
  return { count: (await renewalsBefore(client, renewalOf)) + 1, covered }
}

/**
 * Approves an exception until a day, or refuses it with a reason. Neither whoever asked nor an owner of its tokens may; what cannot be
 * asked for any more cannot be approved either. A renewal that is approved takes the place of the one before.
 */
export async function decideOnException(world: World, viewer: Viewer, { id, version, approve, note, endsAt }: Decision): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const held = await heldAt(client, id, version)
    if (held.state !== 'requested') throw new AppError('conflict', 'This was decided already.')
    const ownerIds = held.tokens.map(({ ownerId }) => ownerId)
    const refusal = mayNotDecide({ requestedById: held.requestedById, ownerIds, isRenewal: held.renewalOf !== null }, viewer)
    if (refusal) throw new AppError('forbidden', refusal)
    if (!approve && !note)
      throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'note', what: 'Say why it is refused.' }])
    const until = endsAt ?? held.endsAt
    if (approve) refuseImpossible(held, until, world.now, (await currentPolicy(client)).values)
    if (approve && held.renewalOf) await takeOver(world, client, viewer, held, held.renewalOf)
    await decideException(client, id, { approved: approve, by: viewer.name, byId: viewer.id, note, endsAt: until, at: world.now })
    await lookAtTheirPlans(world, client, id)
    // A renewal may cover less than what it renews: the plans of what it leaves out go on.
    if (held.renewalOf) await lookAtTheirPlans(world, client, held.renewalOf)
    const after = { endsAt: until.toISOString(), note }
    await record(
      client,
      { actor: actorOf(viewer), act: approve ? 'exception.approved' : 'exception.refused', target: `exception:${id}`, after },
      world.now,
      world.auditKey,
    )
  })
}

/** Ends what is renewed in favour of its renewal. Where that had ended already, somebody may have asked for its tokens since. */
async function takeOver(world: World, client: PoolClient, viewer: Viewer, held: HeldException, renewalOf: string): Promise<void> {
  const before = await lockException(client, renewalOf)
  if (before?.state === 'approved') await markEnded(world, client, before, 'renewed', actorOf(viewer))
  const tokens = await lockExcepted(
    client,
    held.tokens.map(({ id }) => id),
  )
  const taken = tokens.find(({ hasException }) => hasException)
  if (taken) throw new AppError('conflict', `${taken.name} has another exception by now, or one was asked for.`)
}

function refuseImpossible(held: HeldException, until: Date, now: Date, policy: Policy): void {
  const because = endOf({ ...held, endsAt: until }, now)
  if (because === 'leak') throw new AppError('conflict', 'A token of this leaked since it was asked for. It cannot be accepted.')
  if (because === 'revoke-now') throw new AppError('conflict', 'A token of this is to be revoked now. It cannot be accepted.')
  if (because === 'retired') throw new AppError('conflict', 'None of its tokens is alive any more.')
  const lacking = mayNotApprove(held, now)
  if (lacking) throw new AppError('conflict', lacking)
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'endsAt', what }])
  if (until <= now) throw wrong('The end is ahead of us. Use a later day.')
  if (until > held.endsAt) throw wrong('Not later than what was asked for.')
  const tooLong = holdsTooLong(until, now, policy)
  if (tooLong) throw wrong(tooLong)
}

/** Takes an exception back before its end: by whoever asked for it, or by those who decide. */
export async function withdrawException(world: World, viewer: Viewer, { id, version }: { id: string; version: number }): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const held = await heldAt(client, id, version)
    if (held.requestedById !== viewer.id && !may(viewer.role, 'exceptions:decide'))
      throw new AppError('not-found', 'There is no such exception.')
    if (held.state !== 'requested' && held.state !== 'approved') throw new AppError('conflict', 'This has ended already.')
    await endUnderLock(world, client, held, 'withdrawn', actorOf(viewer))
  })
}

/**
 * Ends what does not hold any more: past its end, voided by a leak, of a token that is gone or to be revoked now. After a sync, an edit
 * and the clock; done twice it does nothing. Answers with how many ended.
 */
export async function endExceptions(world: World): Promise<number> {
  let [ended, after] = [0, firstId]
  for (;;) {
    world.signal.throwIfAborted()
    const ids = await nextEnding(world.db.pool, world.now, after, 200)
    const last = ids.at(-1)
    if (!last) return ended
    for (const id of ids) {
      ended += await patientTransaction(world.db.pool, async (client) => {
        const held = await lockException(client, id)
        const because = held && (held.state === 'approved' || held.state === 'requested') ? endOf(held, world.now) : null
        if (!held || !because) return 0
        await endUnderLock(world, client, held, because, system)
        return 1
      })
    }
    after = last
  }
}

async function endUnderLock(world: World, client: PoolClient, held: HeldException, because: ExceptionEnd, actor: Actor): Promise<void> {
  await markEnded(world, client, held, because, actor)
  await lookAtTheirPlans(world, client, held.id)
}

async function markEnded(world: World, client: PoolClient, held: HeldException, because: ExceptionEnd, actor: Actor): Promise<void> {
  await endException(client, held.id, because, world.now)
  const entry = { actor, act: 'exception.ended', target: `exception:${held.id}`, before: { state: held.state }, after: { because } }
  await record(client, entry, world.now, world.auditKey)
}

async function lookAtTheirPlans(world: World, client: PoolClient, id: string): Promise<void> {
  const plans = await plansOfException(client, id)
  await lockPlans(client, plans)
  for (const plan of plans) await lookUnderLock(world, client, plan)
}

async function heldAt(client: PoolClient, id: string, version: number): Promise<HeldException> {
  const held = await lockException(client, id)
  if (!held) throw new AppError('not-found', 'There is no such exception.')
  if (held.version !== version) throw new AppError('conflict', 'Somebody changed this meanwhile. Nothing was done: look at it again.')
  return held
}
