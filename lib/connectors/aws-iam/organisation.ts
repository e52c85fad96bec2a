import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { listAccounts, type Account } from './accounts.ts'
import { assumeCall, type Aws } from './client.ts'
import { Cursor, start } from './cursor.ts'
import { interleaved } from './interleaved.ts'
import { readAccount } from './read-account.ts'
import type { Settings } from './settings.ts'

/** IAM throttles each account by itself, so that several at once are no storm; each holds its policies in memory. */
const accountsAtOnce = 3

const Counts = z.record(z.string().max(300), z.number().int().min(0))
const Open = z.object({ account: z.string(), at: Cursor, counts: Counts })

/** Where a killed run resumes: the accounts that were being read, and the first after them. `before`: which stand before that one, as a hash. */
const Place = z.object({ open: z.array(Open).max(20), next: z.string().nullable(), before: z.string().max(100), counts: Counts })
type Place = z.infer<typeof Place>

const hashOf = (ids: readonly string[]) => createHash('sha256').update(ids.join()).digest('base64url')
const beginning: Place = { open: [], next: '', before: hashOf([]), counts: {} }

/**
 * Every account of the organisation, each read as one alone is, and told as a part. An account that cannot be entered is a gap of that account;
 * one that AWS or the settings keep shut is told as left out. Throws only what makes the whole run pointless.
 */
export async function* readOrganisation(base: Aws, settings: Settings, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const listed = await listAccounts(base, settings)
  for (const gap of listed.gaps) yield { see: 'gap', gap }
  for (const part of [...listed.resting.map(({ id }) => id), ...listed.leftOut]) yield { see: 'part', part, how: 'left-out' }
  yield { see: 'covered', object: 'AWS accounts of the organisation', seen: listed.seen }
  if (listed.resting.length > 0)
    yield { see: 'covered', object: 'AWS accounts that are suspended or closed, and were not read', seen: listed.resting.length }
  if (listed.leftOut.length > 0) yield { see: 'covered', object: 'AWS accounts left out by the settings', seen: listed.leftOut.length }

  const reading = new Reading(listed.read, cursor)
  const begin = (id: string) => member(reading.accountOf(id), base, settings, world, reading.placeOf(id))
  for await (const step of interleaved(reading.left, begin, accountsAtOnce)) {
    world.signal.throwIfAborted()
    if ('ended' in step) {
      reading.end(step.of)
      yield { see: 'mark', cursor: reading.place() }
    } else if (step.value.see === 'mark') {
      reading.move(step.of, Cursor.parse(step.value.cursor))
      yield { see: 'mark', cursor: reading.place() }
    } else if (step.value.see === 'covered') {
      yield reading.counted(step.of, step.value)
    } else yield step.value
  }
  const refused = listed.read.length - reading.total(entered)
  if (refused > 0) yield { see: 'covered', object: 'AWS accounts that could not be entered', seen: refused }
}

const entered = 'AWS accounts that were entered'

/** How far a run has come through the accounts, and what it has counted. */
class Reading {
  readonly left: readonly string[]
  readonly #accounts: ReadonlyMap<string, Account>
  readonly #order: readonly string[]
  readonly #open = new Map<string, { at: Cursor; counts: Record<string, number> }>()
  readonly #ended = new Set<string>()
  #counts: Record<string, number>

  constructor(accounts: readonly Account[], cursor: Json) {
    this.#accounts = new Map(accounts.map((account) => [account.id, account]))
    this.#order = accounts.map(({ id }) => id)
    const from = this.#resumed(cursor)
    this.#counts = { ...from.counts }
    for (const { account, at, counts } of from.open) this.#open.set(account, { at, counts: { ...counts } })
    for (const id of this.#before(from.next)) if (!this.#open.has(id)) this.#ended.add(id)
    this.left = this.#order.filter((id) => !this.#ended.has(id))
  }

  /** The place of a cursor, or the beginning where it is none, or where the accounts before it are others by now. */
  #resumed(cursor: Json): Place {
    const { data: place = beginning } = Place.safeParse(cursor)
    return hashOf(this.#before(place.next)) === place.before && place.open.every(({ account }) => this.#accounts.has(account))
      ? place
      : beginning
  }

  #before(next: string | null): readonly string[] {
    return next === null ? this.#order : this.#order.filter((id) => id < next)
  }

  accountOf(id: string): Account {
    return this.#accounts.get(id)!
  }

  placeOf(id: string): Cursor {
    const open = this.#open.get(id) ?? { at: start, counts: {} }
    this.#open.set(id, open)
    return open.at
  }

  move(id: string, at: Cursor): void {
    this.#open.get(id)!.at = at
  }

  /** A count of one account as one of all that were read: set within the account, as a listing that is read again counts once. */
  counted(id: string, { object, seen }: { object: string; seen: number }): Observation {
    this.#open.get(id)!.counts[object] = seen
    return { see: 'covered', object, seen: this.total(object) }
  }

  end(id: string): void {
    for (const [object, seen] of Object.entries(this.#open.get(id)?.counts ?? {})) this.#counts[object] = (this.#counts[object] ?? 0) + seen
    this.#open.delete(id)
    this.#ended.add(id)
  }

  place(): Json {
    const next = this.#order.find((id) => !this.#ended.has(id) && !this.#open.has(id)) ?? null
    const open = [...this.#open].map(([account, { at, counts }]) => ({ account, at, counts: { ...counts } }))
    return { open, next, before: hashOf(this.#before(next)), counts: { ...this.#counts } } satisfies Place
  }

  total(object: string): number {
    return [...this.#open.values()].reduce((sum, { counts }) => sum + (counts[object] ?? 0), this.#counts[object] ?? 0)
  }
}

/** One account as a part of the organisation. */
async function* member(
  { id, name }: Account,
  base: Aws,
  settings: Settings,
  world: ConnectorWorld,
  from: Cursor,
): AsyncGenerator<Observation> {
  const ofPart = (gap: Gap): Observation => ({ see: 'gap', gap: { ...gap, part: id } })
  let aws: Aws
  try {
    aws = id === base.account ? base : await base.inAccount(id, settings.memberRole ?? '')
  } catch (error) {
    world.signal.throwIfAborted()
    // Refused to whoever was to enter: then nobody enters anywhere. Refused to whoever had entered: that is this account's alone.
    if (error instanceof CallError && error.status === 401 && error.call !== assumeCall) yield ofPart(cutOff(error, id))
    else yield ofPart(gapOf(error, `AWS account ${id} (${name})`.slice(0, 200), entering(settings)))
    return
  }
  yield { see: 'covered', object: entered, seen: 1 }
  try {
    for await (const seen of readAccount(aws, settings, world, from)) yield stamped(seen, id)
  } catch (error) {
    world.signal.throwIfAborted()
    // The session of this account alone may have ended; where it is the one that all begin with, entering the next one says so.
    if (!(error instanceof CallError) || error.status !== 401 || id === base.account) throw error
    yield ofPart(cutOff(error, id))
    return
  }
  yield { see: 'part', part: id, how: 'whole' }
}

function entering({ memberRole, externalId }: Settings): string {
  return `It takes a role ${memberRole} in that account, whose trust lets the reading role assume it${externalId ? ' with the external ID' : ''}. To leave the account out, name it among the exceptions.`
}

function cutOff({ call }: CallError, id: string): Gap {
  const says = `AWS refused the session in account ${id} in the middle of the run. Everything of the account from here on was not read.`
  return { object: `everything in AWS account ${id} after this call`, call, why: 'not-permitted', says }
}

const partSays = 'sts:GetCallerIdentity Account'

function stamped(seen: Observation, part: string): Observation {
  if (seen.see === 'token') return { ...seen, token: { ...seen.token, part, evidence: { ...seen.token.evidence, part: partSays } } }
  if (seen.see === 'issuer') return { ...seen, issuer: { ...seen.issuer, part } }
  if (seen.see === 'gap') return { ...seen, gap: { ...seen.gap, part } }
  return seen
}
