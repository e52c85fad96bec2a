import { markFailing, markWell, readChannels, waitUntil, type ChannelReceiver } from '../db/channels.ts'
import { wayInOf, type WayInOf } from '../db/message-book.ts'
import { endMessage, interrupted, readItems, takeNext, type TakenMessage } from '../db/outbox.ts'
import { retryAt } from '../messages/back-off.ts'
import type { Invitation, Said } from '../messages/render.ts'
import { AppError } from '../model/app-error.ts'
import { foldAddress, Notice, type ChannelKind, type ChannelRow, type HandedOver } from '../model/message.ts'
import { openHanding, type Handing, type Parcel } from './hand-over.ts'
import { inviteAgain, inviteUser } from './invite-user.ts'
import { messageWords } from './message-words.ts'
import type { World } from './world.ts'

/** Things that one message shows; the rest is a number and a link. */
const shown = 20
const day = 86_400_000
const actor = { kind: 'system', name: 'Standdown' } as const

/**
 * Sends what a channel has to send, oldest first, until nothing is left or its receiver is down: then all of it waits, and not each
 * message by itself. The caller sees to it that nobody else does the same for this channel. The clock is the real one, as mail servers
 * live by it. Answers with how many were handed over.
 */
export async function sendMessages(world: World, kind: ChannelKind, clock: () => Date = () => new Date()): Promise<number> {
  const { pool } = world.db
  const channel = (await readChannels(pool)).find((one) => one.kind === kind)
  if (!channel?.onSince || (channel.retryAt && channel.retryAt > clock())) return 0
  for (const message of await interrupted(pool, kind)) await takeUpAgain(world, message, clock())
  let handing: Handing | undefined
  try {
    for (let sent = 0; ;) {
      world.signal.throwIfAborted()
      const message = await takeNext(pool, channel, clock())
      if (!message) return sent
      handing ??= await opened(world, channel)
      const outcome = await handed(world, handing, message, clock())
      if (outcome === 'down') return sent
      if (outcome === 'sent') sent += 1
    }
  } finally {
    handing?.close()
  }
}

/** Where the channel lacks what it needs, nothing gets through: the same as a receiver that is down, and as well told. */
async function opened(world: World, channel: ChannelRow): Promise<Handing> {
  try {
    return await openHanding(world, channel)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const lacks = { subject: '', to: 'nobody', why: 'down', says: error.message } as const
    return { hand: () => Promise.resolve(lacks), close: () => undefined }
  }
}

/**
 * Whoever sent it stopped before an answer was written down. A program knows a message again by its id, and a channel can bear to read
 * twice: there it is sent again. A letter may have arrived; only a leak is worth a second one.
 */
async function takeUpAgain(world: World, message: TakenMessage, at: Date): Promise<void> {
  const again = message.channel !== 'email' || message.kind === 'exposed'
  await endMessage(
    world.db.pool,
    message,
    again
      ? { state: 'failed', error: 'It was interrupted as it was sent, and is sent again.', nextAttemptAt: at }
      : { state: 'given-up', error: 'It was interrupted as it was sent. It may have arrived, so it is not sent again by itself.' },
    at,
  )
}

async function handed(world: World, handing: Handing, message: TakenMessage, at: Date): Promise<'sent' | 'not-sent' | 'down'> {
  const { pool } = world.db
  const parcel = await pack(world, message, at)
  if ('drop' in parcel) {
    await endMessage(pool, message, { state: parcel.state, error: parcel.drop }, at)
    return 'not-sent'
  }
  const { subject, ...answer } = await handing.hand(parcel, at)
  if (answer.to === 'nobody') return notTaken(world, message, subject || null, answer, at)
  await endMessage(pool, message, { state: 'sent', subject, error: null }, at)
  await markWell(pool, receiverOf(message))
  return 'sent'
}

/** What could not be handed over is tried again by a schedule, and in the end given up: administrators see it, and may send it again. */
async function notTaken(
  { db: { pool }, log }: World,
  message: TakenMessage,
  subject: string | null,
  { why, says, waitMs }: Extract<HandedOver, { to: 'nobody' }>,
  at: Date,
): Promise<'not-sent' | 'down'> {
  const isOver = why === 'refused' || (why === 'unsure' && message.kind !== 'exposed')
  const next = isOver ? null : retryAt(message.attempts, at, waitMs)
  const kept = { subject, error: says }
  await endMessage(pool, message, next ? { state: 'failed', ...kept, nextAttemptAt: next } : { state: 'given-up', ...kept }, at)
  log.warn({ message: message.id, channel: message.channel, why, problem: says }, 'a message was not handed over')
  if (why !== 'down') return 'not-sent'
  const failures = await markFailing(pool, receiverOf(message), says, at)
  await waitUntil(pool, receiverOf(message), retryAt(failures, at, waitMs) ?? new Date(at.getTime() + day))
  return 'down'
}

function receiverOf({ channel, receiver }: TakenMessage): ChannelReceiver {
  return { kind: channel, receiver }
}

type Dropped = { drop: string; state: 'dropped' | 'given-up' }

/** Puts a message together as things are now: what is not so any more is left out, and where nothing is left, so is the message. */
async function pack(world: World, message: TakenMessage, at: Date): Promise<Parcel | Dropped> {
  const { items, total } = await readItems(world.db.pool, message.id, shown)
  const said = items.flatMap(({ reader, facts }): Said[] => {
    const notice = Notice.safeParse(facts)
    return notice.success ? [{ notice: notice.data, reader }] : []
  })
  if (said.length === 0) return { drop: 'It is not so any more: nothing was left to say.', state: 'dropped' }
  const wayIn = await wayInFor(world, message, at)
  if (wayIn === 'off') return { drop: 'Their account is disabled or has ended.', state: 'given-up' }
  const { id, recipient, name, createdAt } = message
  const words = await messageWords(world.db.pool)
  return { id, recipient, name, createdAt, said, more: total - said.length, site: world.site, words, ...wayIn }
}

type WayIn = { invitation: Invitation | null; invitedUntil: Date | null }

/**
 * Whether a link that sets this account's password may go to this address. The directory is edited by more people than accounts are: an
 * address entered there must not be given somebody else's account, or one that may do more than an owner.
 */
function mayBeInvitedAt({ email, role }: WayInOf, recipient: string): boolean {
  return role === 'owner' && foldAddress(email) === foldAddress(recipient)
}

/**
 * How the reader gets in. Somebody of the directory without an account gets one, and with it a link that is good once, made as the
 * message is sent. An earlier link that is still good is left alone, as a new one would make it worthless.
 */
async function wayInFor(world: World, { id, channel, ownerId, recipient, name }: TakenMessage, at: Date): Promise<WayIn | 'off'> {
  const asIs: WayIn = { invitation: null, invitedUntil: null }
  if (channel !== 'email' || ownerId === null) return asIs
  const account = await wayInOf(world.db.pool, ownerId, recipient, at)
  if (account?.isOff) return 'off'
  if (account?.hasPassword) return asIs
  if (account && !mayBeInvitedAt(account, recipient)) return asIs
  // Only the link that an earlier try of this same message made went nowhere: another message's may be in the inbox.
  const isOpen = account?.invitedUntil && account.invitedUntil.getTime() > at.getTime() + day
  if (isOpen && account.invitedBy !== id) return { ...asIs, invitedUntil: account.invitedUntil }
  // Accounts live by the real clock, whatever the demo's says.
  const real = { ...world, now: at }
  try {
    const { code, endsAt } = account
      ? await inviteAgain(real, actor, account.userId, id)
      : await inviteUser(real, actor, { name, email: recipient, role: 'owner', ownerId, messageId: id })
    return { ...asIs, invitation: { link: `${world.site}/invitation/${code}`, until: endsAt } }
  } catch (error) {
    // Somebody made their account this moment, or their name is none: the message goes, and leads to the sign-in.
    if (error instanceof AppError) return asIs
    throw error
  }
}
