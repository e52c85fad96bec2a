import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { lockChannel, markTested, readChannels, switchChannel, writeChannel } from '../db/channels.ts'
import { dropWaiting, holdOutbox, hurry, insertDone, otherReceiver, putBack } from '../db/outbox.ts'
import { patientTransaction, reading, transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import { foldAddress, isAddress, type ChannelKind, type ChannelRow, type Filled } from '../model/message.ts'
import { actorOf, type Actor, type Viewer } from '../model/viewer.ts'
import { countDue, fillOutbox } from './fill-outbox.ts'
import { channelBinding, newSigningSecret, openHanding, type ChannelSecret } from './hand-over.ts'
import { messageWords } from './message-words.ts'
import type { World } from './world.ts'

/** A channel, and what must be done before it may be switched on; `lacks` is null where nothing. `needs`: before it can be tested. */
export type ChannelState = ChannelRow & { needs: string | null; lacks: string | null }

/** The three channels, those that nobody set up included. */
export async function channelStates(world: Pick<World, 'db' | 'mail'>): Promise<Record<ChannelKind, ChannelState>> {
  const rows = await readChannels(world.db.pool)
  const of = (kind: ChannelKind) => stateOf(world, rows.find((row) => row.kind === kind) ?? { ...notSetUp, kind })
  return { email: of('email'), slack: of('slack'), webhook: of('webhook') }
}

const notSetUp: Omit<ChannelRow, 'kind'> = {
  address: '',
  hasSecret: false,
  testedAt: null,
  testedFor: null,
  onSince: null,
  failingSince: null,
  problem: null,
  retryAt: null,
  receiver: 0,
  version: 0,
}

function stateOf(world: Pick<World, 'mail'>, row: ChannelRow): ChannelState {
  const needs = needOf(world, row)
  const isTested = row.testedAt !== null && row.testedFor === receiverOf(world, row)
  return { ...row, needs, lacks: needs ?? (isTested ? null : 'Send a test first: messages stay off until one arrived.') }
}

function needOf({ mail }: Pick<World, 'mail'>, { kind, address, hasSecret }: ChannelRow): string | null {
  if (kind === 'email' && !mail) return 'Set SMTP_URL and start again: it says which mail server takes the messages.'
  if (kind === 'email') return address === '' ? 'Say from which address they come.' : null
  return hasSecret ? null : 'Enter its address.'
}

/** What a test is worth for: mail from this sender by this server, or this address. */
function receiverOf({ mail }: Pick<World, 'mail'>, { kind, address }: Pick<ChannelRow, 'kind' | 'address'>): string {
  return kind === 'email' ? `${address} by ${mail?.server ?? 'no server'}` : address
}

const Url = z
  .string()
  .trim()
  .max(2_000, 'is too long for an address.')
  .refine((text) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? ''), 'is not an address such as https://hooks.example.com/…')
  .refine((text) => !URL.parse(text)?.username && !URL.parse(text)?.password, 'carries a user or password: leave them out.')

export type AskedChannel = { kind: ChannelKind; address: string; version: number }

/**
 * Sets a channel up, or to another receiver: off, and untested. An address is sealed at once and never read back to anybody; for the
 * signed webhook a new secret is made, told here and nowhere else. An empty address takes the channel away. Throws AppError 'bad-input'
 * by field, 'conflict' where somebody was faster.
 */
export async function setUpChannel(
  world: World,
  actor: Actor,
  { kind, address, version }: AskedChannel,
): Promise<{ secret: string | null }> {
  const made = address.trim() === '' ? nothing : kind === 'email' ? fromAddress(address) : sealedAddress(world, kind, address)
  await patientTransaction(world.db.pool, async (client) => {
    // Whoever fills the outbox now has read where the channel goes: theirs is dropped too.
    await holdOutbox(client)
    const before = await atVersion(client, kind, version)
    await dropWaiting(client, kind, otherReceiver)
    await writeChannel(client, kind, { address: made.shown, secret: made.sealed }, new Date())
    const values = {
      before: { address: before?.address ?? '', on: Boolean(before?.onSince) },
      after: { address: made.shown, on: false },
    }
    const entry = { actor, act: 'messages.channel-changed', target: `channel:${kind}`, ...values }
    await record(client, entry, world.now, world.auditKey)
  })
  return { secret: made.secret }
}

type Made = { shown: string; sealed: { keyId: string; sealed: string } | null; secret: string | null }
const nothing: Made = { shown: '', sealed: null, secret: null }

function fromAddress(text: string): Made {
  const address = foldAddress(text)
  if (!isAddress(address)) throw badAddress('is not an e-mail address, such as standdown@example.com')
  return { ...nothing, shown: address }
}

/** Of an address only its origin is kept in the clear: whoever has the rest may post as us. */
function sealedAddress(world: World, kind: ChannelKind, text: string): Made {
  const url = Url.safeParse(text)
  if (!url.success) throw badAddress(url.error.issues[0]?.message ?? 'cannot be used')
  const secret = kind === 'webhook' ? newSigningSecret() : null
  const value: ChannelSecret = { url: url.data, secret }
  return { shown: new URL(url.data).origin, sealed: world.seal(value, channelBinding(kind)), secret }
}

function badAddress(what: string): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'address', what }])
}

/**
 * Sends one message that says it is a test: by mail to whoever asks, else to the channel's receiver. It is in the delivery log whatever
 * came of it. Throws AppError 'conflict' where it lacks something, 'unavailable' saying why where it was not taken.
 */
export async function testChannel(world: World, viewer: Viewer, kind: ChannelKind): Promise<{ to: string }> {
  const channel = (await channelStates(world))[kind]
  if (channel.needs) throw new AppError('conflict', channel.needs)
  const at = new Date()
  const to = kind === 'email' ? { recipient: foldAddress(viewer.email), name: viewer.name } : { recipient: channel.address, name: channel.address }
  const notice = { kind: 'test', by: viewer.name } as const
  const said = [{ notice, reader: kind === 'webhook' ? 'machine' : 'admin' } as const]
  const parcel = { id: uuid(), ...to, createdAt: at, said, more: 0, site: world.site, invitation: null, invitedUntil: null, words: await messageWords(world.db.pool) }
  const handing = await openHanding(world, channel)
  const { subject, ...answer } = await handing.hand(parcel, at).finally(() => handing.close())
  const error = answer.to === 'nobody' ? answer.says : null
  await transaction(world.db.pool, async (client) => {
    const now = await lockChannel(client, kind)
    // Another receiver was entered meanwhile: this test says nothing of it.
    if (error === null && now?.version === channel.version) {
      await markTested(client, kind, receiverOf(world, channel), at)
      await hurry(client, kind, at)
    }
    const message = { id: parcel.id, kind: 'test', channel: kind, ...to, ownerId: null, receiver: channel.receiver } as const
    await insertDone(client, { ...message, subject, state: error === null ? 'sent' : 'given-up', error }, at)
    const after = { to: to.recipient, arrived: error === null }
    await record(client, { actor: actorOf(viewer), act: 'messages.tested', target: `channel:${kind}`, after }, world.now, world.auditKey)
  })
  if (error !== null) throw new AppError('unavailable', `The test did not go through. ${error}`)
  return { to: to.recipient }
} // prettier-ignore

/** What switching a channel on would send at once, or hold until the quiet hours end. Reads only: whoever opens a page waits for nobody. */
export async function previewSending(world: World, kind: ChannelKind, at = new Date()): Promise<Filled> {
  return reading(world.db.pool, (client) => countDue(world, client, kind, at))
}

/** What a channel that is off still has was for its receiver of then, as a message that was on its way and did not arrive: it is told anew. */
async function fillAnew(world: World, client: PoolClient, kind: ChannelKind, at: Date): Promise<Filled> {
  await dropWaiting(client, kind, 'The channel was switched off before it was sent.')
  return fillOutbox(world, client, { at, on: [kind] })
}

/**
 * Switches a channel on and puts into the outbox what it was said that it would send. Where that is another number by now, nothing is
 * done and the answer says what it would be. Throws AppError 'conflict' where it was not tested as it is.
 */
export async function switchOn(
  world: World,
  actor: Actor,
  { kind, version }: { kind: ChannelKind; version: number },
  seen: Pick<Filled, 'messages' | 'people' | 'held'>,
): Promise<{ done: true; filled: Filled } | { done: false; now: Filled }> {
  try {
    const filled = await transaction(world.db.pool, async (client) => {
      await holdOutbox(client)
      const channel = await atVersion(client, kind, version)
      const lacks = channel ? stateOf(world, channel).lacks : 'Set it up first.'
      if (lacks) throw new AppError('conflict', lacks)
      if (channel?.onSince) throw new AppError('conflict', 'It is on already.')
      const at = new Date()
      const now = await fillAnew(world, client, kind, at)
      if (now.messages !== seen.messages || now.people !== seen.people || now.held !== seen.held) throw new AnotherNumber(now)
      await switchChannel(client, kind, at, at)
      const entry = { actor, act: 'messages.switched-on', target: `channel:${kind}`, after: { ...now } }
      await record(client, entry, world.now, world.auditKey)
      return now
    })
    return { done: true, filled }
  } catch (error) {
    if (error instanceof AnotherNumber) return { done: false, now: error.filled }
    throw error
  }
}

/** What would be sent is not what was seen: takes back what was put into the outbox. */
class AnotherNumber extends Error {
  readonly filled: Filled

  constructor(filled: Filled) {
    super('Another number of messages would be sent by now.')
    this.filled = filled
  }
}

/** Switches a channel off at once. What still waited is dropped, and told again if it is still so when the channel is on again. */
export async function switchOff(
  world: World,
  actor: Actor,
  { kind, version }: { kind: ChannelKind; version: number },
): Promise<{ dropped: number }> {
  return patientTransaction(world.db.pool, async (client) => {
    await holdOutbox(client)
    const channel = await atVersion(client, kind, version)
    if (!channel?.onSince) throw new AppError('conflict', 'It is off already.')
    const dropped = await dropWaiting(client, kind, 'The channel was switched off before it was sent.')
    await switchChannel(client, kind, null, new Date())
    await record(client, { actor, act: 'messages.switched-off', target: `channel:${kind}`, after: { dropped } }, world.now, world.auditKey)
    return { dropped }
  })
}

/** Puts a message that was given up back into the outbox, because somebody says so. */
export async function sendAgain(world: World, actor: Actor, id: string): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    if (!(await putBack(client, id, new Date())))
      throw new AppError(
        'conflict',
        'Only a message that was given up, by a channel that is on and has the same receiver, is sent again. Nothing was done.',
      )
    await record(client, { actor, act: 'messages.sent-again', target: `message:${id}` }, world.now, world.auditKey)
  })
}

async function atVersion(client: PoolClient, kind: ChannelKind, version: number): Promise<ChannelRow | null> {
  const channel = await lockChannel(client, kind)
  if ((channel?.version ?? 0) !== version)
    throw new AppError('conflict', 'Somebody changed this channel while you had it open. Nothing was done: look at it again.')
  return channel
}
