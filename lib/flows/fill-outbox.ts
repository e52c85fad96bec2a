import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { readChannels } from '../db/channels.ts'
import { actsToTell } from '../db/due-acts.ts'
import {
  decisionsToTell,
  exceptionsToTell,
  exposuresToTell,
  plansToTell,
  reviewsToTell,
  sourcesToTell,
  unmatchedToTell,
} from '../db/due-messages.ts'
import { digestOfSecurity, digestsOf, nextPlanOwners } from '../db/due-digests.ts'
import { contactsOf, countWithoutAccount, peopleOf, watchers } from '../db/message-book.ts'
import { giveUpOld, holdOutbox, insertMessages, knownKeys, releaseHeld, type NewItem, type NewMessage } from '../db/outbox.ts'
import { patientTransaction } from '../db/transaction.ts'
import { mostWaitMs } from '../messages/back-off.ts'
import {
  dueOfDecision,
  dueOfDigest,
  dueOfException,
  dueOfExposure,
  dueOfPlan,
  dueOfReview,
  dueOfSource,
  dueOfUnmatched,
  type Due,
} from '../messages/due.ts'
import { dueOfAct } from '../messages/due-acts.ts'
import { digestDay, isQuiet } from '../messages/quiet.ts'
import { tell, type Book, type Told } from '../messages/recipients.ts'
import { wakes } from '../messages/wakes.ts'
import { nothingFilled, type ChannelKind, type ChannelRow, type Filled, type MessageHours, type Notice } from '../model/message.ts'
import { digestMark, keepDigestMark, messageHours } from './message-hours.ts'
import { firstId } from './reappraise.ts'
import type { World } from './world.ts'

const slice = 1_000
/** Owners whose digests are made at once: each has several plans, and each of those several things to say. */
const ownersAtOnce = 200
const day = 86_400_000
/** How far back a digest after a long silence looks. */
const longestDigestDays = 7

/**
 * Finds everything that is to be told now and was not yet, and puts it into the outbox, in a transaction that the caller has open: a
 * person hears of many things of one kind in one message. By the channels that are on, or by those that are about to be (`on`). Tokens
 * and plans are judged at the estate's `now`; what goes to people goes by the real clock, `at`.
 */
export async function fillOutbox(
  world: Pick<World, 'now'>,
  client: PoolClient,
  { at, on }: { at: Date; on?: readonly ChannelKind[] },
): Promise<Filled> {
  await holdOutbox(client)
  const all = await readChannels(client)
  const channels = all.filter(({ kind, onSince }) => (on ? on.includes(kind) : onSince !== null))
  const hours = await messageHours(client)
  const heldUntil = heldAt(hours, at)
  if (heldUntil === null) await releaseHeld(client)
  await giveUpOld(client, new Date(at.getTime() - mostWaitMs))
  if (channels.length === 0) return nothingFilled
  const keep = (messages: readonly NewMessage[], items: readonly NewItem[]) => insertMessages(client, messages, items, at)
  const filling = new Filling(client, await openBook(client, channels, at), { at, heldUntil, anew: null, keep })
  await eachDue(world, client, (due) => filling.add(due))
  if (!on) await fillDigest(world, client, hours, (due) => filling.add(due))
  // What moved before anything was on is nobody's news; a channel that joins others has the next digest with them.
  else if (all.every(({ onSince }) => onSince === null))
    await keepDigestMark(client, { day: digestDay(world.now, hours), until: world.now })
  return filling.end()
}

/**
 * What `fillOutbox` would put into the outbox for a channel that is switched on, by the same reads, and nothing else: it writes nothing and
 * waits for nobody. What the channel still has counts as not told, as switching it on drops that first.
 */
export async function countDue(world: Pick<World, 'now'>, client: PoolClient, kind: ChannelKind, at: Date): Promise<Filled> {
  const channels = (await readChannels(client)).filter((channel) => channel.kind === kind)
  const when = { at, heldUntil: heldAt(await messageHours(client), at), anew: kind, keep: () => Promise.resolve() }
  const filling = new Filling(client, await openBook(client, channels, at), when)
  await eachDue(world, client, (due) => filling.add(due))
  return filling.end()
}

/** Until when nobody is written to, on the clock that the hours are set by; null where somebody is. */
function heldAt(hours: MessageHours, at: Date): string | null {
  return hours.quiet && isQuiet(at, hours) ? `${hours.quiet.to} ${hours.timeZone}` : null
}

/** The same as a job does it, once a minute: in a transaction of its own, and none where no channel is on. */
export async function queueMessages(world: World, at: Date): Promise<Filled> {
  const isOn = (await readChannels(world.db.pool)).some(({ onSince }) => onSince !== null)
  if (!isOn) return nothingFilled
  return patientTransaction(world.db.pool, (client) => fillOutbox(world, client, { at }))
}

/** Everything that is due, a slice at a time: what it is about is never all in memory. */
async function eachDue({ now }: Pick<World, 'now'>, client: PoolClient, add: (due: Due[]) => Promise<void>): Promise<void> {
  const walk = async <Row extends { id: string }>(read: (after: string) => Promise<Row[]>, judge: (row: Row) => Due[]) => {
    for (let after = firstId; ; ) {
      const rows = await read(after)
      await add(rows.flatMap(judge))
      const last = rows.at(-1)
      if (!last || rows.length < slice) return
      after = last.id
    }
  }
  await walk((after) => exposuresToTell(client, after, slice), (row) => [dueOfExposure(row)])
  await walk((after) => unmatchedToTell(client, after, slice), (row) => [dueOfUnmatched(row)])
  await walk((after) => plansToTell(client, now, after, slice), (row) => dueOfPlan(row, now))
  await walk((after) => exceptionsToTell(client, now, after, slice), (row) => dueOfException(row, now))
  await walk((after) => decisionsToTell(client, now, after, slice), (row) => dueOfDecision(row))
  await walk((after) => reviewsToTell(client, now, after, slice), (row) => dueOfReview(row, now))
  for (const waitsFor of ['second', 'review'] as const)
    await walk((after) => actsToTell(client, waitsFor, after, slice), (row) => [dueOfAct(row)])
  await walk((after) => sourcesToTell(client, after, slice), (row) => [dueOfSource(row)])
} // prettier-ignore

/** What moved since the last digest, once a day; some owners at a time. */
async function fillDigest(
  { now }: Pick<World, 'now'>,
  client: PoolClient,
  hours: MessageHours,
  add: (due: Due[]) => Promise<void>,
): Promise<void> {
  const dayOf = digestDay(now, hours)
  const mark = await digestMark(client)
  if (mark && mark.day >= dayOf) return
  const earliest = new Date(now.getTime() - (mark ? longestDigestDays : 1) * day)
  const since = mark && mark.until > earliest ? mark.until : earliest
  const span = { since, until: now }
  for (let after = firstId; ;) {
    const owners = await nextPlanOwners(client, after, ownersAtOnce)
    if (owners.length > 0) await add((await digestsOf(client, owners, span)).flatMap((digest) => dueOfDigest(digest, dayOf)))
    const last = owners.at(-1)
    if (last === undefined || owners.length < ownersAtOnce) break
    after = last
  }
  await add(dueOfDigest(await digestOfSecurity(client, span), dayOf))
  await keepDigestMark(client, { day: dayOf, until: now })
}

/** Who answers for all of it, and which channels there are; owners are looked up as they come. */
type StandingBook = Omit<Book, 'owners' | 'users'> & { receivers: ReadonlyMap<ChannelKind, number> }

async function openBook(client: PoolClient, channels: readonly ChannelRow[], at: Date): Promise<StandingBook> {
  const people = await watchers(client, at)
  const address = (kind: ChannelKind) => channels.find((channel) => channel.kind === kind)?.address ?? null
  return {
    security: people,
    admins: people.filter(({ role }) => role === 'admin'),
    email: address('email') !== null,
    slack: address('slack'),
    webhook: address('webhook'),
    receivers: new Map(channels.map(({ kind, receiver }) => [kind, receiver])),
  }
}

/** `anew`: the channel whose waiting messages count as not told. `keep`: what becomes of what is to be told. */
type When = {
  at: Date
  heldUntil: string | null
  anew: ChannelKind | null
  keep: (messages: readonly NewMessage[], items: readonly NewItem[]) => Promise<void>
}

/** Collects what is due into one message for each reader and kind. */
class Filling {
  readonly #client: PoolClient
  readonly #book: StandingBook
  readonly #when: When
  readonly #messageOf = new Map<string, string>()
  readonly #people = new Map<string, string | null>()
  #messages = 0
  #held = 0

  constructor(client: PoolClient, book: StandingBook, when: When) {
    this.#client = client
    this.#book = book
    this.#when = when
  }

  async add(due: readonly Due[]): Promise<void> {
    if (due.length === 0) return
    const told = await this.#tell(due)
    const known = await knownKeys(this.#client, told.map(({ key }) => key), this.#when.anew) // prettier-ignore
    const fresh = told.filter(({ key }) => !known.has(key))
    if (fresh.length === 0) return
    const messages: NewMessage[] = []
    const items = fresh.map((one) => itemOf(one, this.#messageFor(one, messages)))
    await this.#when.keep(messages, items)
    this.#messages += messages.length
    this.#held += messages.filter(({ state }) => state === 'held').length
  }

  async end(): Promise<Filled> {
    const people = [...this.#people].flatMap(([email, ownerId]) => (ownerId ? [{ ownerId, email }] : []))
    const invitations = people.length > 0 ? await countWithoutAccount(this.#client, people) : 0
    const heldUntil = this.#held > 0 ? this.#when.heldUntil : null
    return { messages: this.#messages, people: this.#people.size, invitations, held: this.#held, heldUntil }
  }

  async #tell(due: readonly Due[]): Promise<Told[]> {
    const audiences = due.flatMap(({ to }) => to)
    const owners = [...new Set(audiences.flatMap((one) => ('ownerId' in one ? one.ownerId : [])))]
    const users = [...new Set(audiences.flatMap((one) => ('userId' in one ? one.userId : [])))]
    const book: Book = {
      ...this.#book,
      owners: new Map((await contactsOf(this.#client, owners, this.#when.at)).map((owner) => [owner.id, owner])),
      users: new Map((await peopleOf(this.#client, users, this.#when.at)).map((user) => [user.id, user])),
    }
    return due.flatMap((one) => tell(one, book))
  }

  /** The message that one thing goes into; a program gets each thing by itself. */
  #messageFor({ key, channel, recipient, name, ownerId, notice }: Told, messages: NewMessage[]): string {
    if (channel === 'email' && !this.#people.get(recipient)) this.#people.set(recipient, ownerId)
    const together = channel === 'webhook' ? key : `${channel}:${notice.kind}:${wakes(notice)}:${recipient}`
    const there = this.#messageOf.get(together)
    if (there) return there
    const id = uuid()
    // A leak wakes people up, and a program does not sleep.
    const isHeld = this.#when.heldUntil !== null && !wakes(notice) && channel !== 'webhook'
    const receiver = this.#book.receivers.get(channel) ?? 1
    messages.push({ id, kind: notice.kind, channel, recipient, name, ownerId, receiver, state: isHeld ? 'held' : 'queued' })
    if (channel !== 'webhook') this.#messageOf.set(together, id)
    return id
  }
}

function itemOf({ key, reader, holderId, notice }: Told, messageId: string): NewItem {
  return { key, messageId, reader, holderId, ...refsOf(notice), facts: notice }
}

function refsOf(notice: Notice): Pick<NewItem, 'planId' | 'exceptionId' | 'exposureId' | 'sourceId'> {
  return {
    planId: 'planId' in notice ? notice.planId : null,
    exceptionId: 'exceptionId' in notice ? notice.exceptionId : null,
    exposureId: 'exposureId' in notice ? notice.exposureId : null,
    sourceId: 'sourceId' in notice ? notice.sourceId : null,
  }
}
