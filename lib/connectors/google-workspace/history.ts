import { z } from 'zod'
import type { IssuedAt, LastUsed, Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { listing, next } from '../google/api.ts'
import type { Each } from '../rest/each.ts'
import { readListing, readWhole, startOf } from '../rest/listing.ts'
import type { Next } from '../rest/paging.ts'
import { WireInstant } from '../wire.ts'
import type { Workspace } from './api.ts'

const day = 86_400_000
/** Google keeps these events for six months. */
const keptDays = 180

export const Event = z.object({
  id: z.object({ time: WireInstant }),
  actor: z.object({ profileId: z.string().max(100).nullish(), email: z.string().max(320).nullish() }).nullish(),
  isAgenticAction: z.boolean().nullish(),
  events: z
    .array(z.object({ parameters: z.array(z.object({ name: z.string().max(100).nullish(), value: z.string().max(2_000).nullish() })).max(200).nullish() }))
    .max(100)
    .nullish(),
}) // prettier-ignore

export const reportsFix = 'Delegate admin.reports.audit.readonly, and give the administrator the privilege Reports.'
export const tokenEventsPath = (user: string) => `/admin/reports/v1/activity/users/${user}/applications/token`

/** When somebody let an app in, as far as the events go back. `exact`: they had taken it away before, so that it is no older. */
export type History = ReadonlyMap<string, { at: Date; exact: boolean }>

/** `tellsUse`: Google has told of some call of some app. Where it has of none, that an app is not among them says nothing. */
export type Events = { history: History | null; tellsUse: boolean }

/** A grant's key: its person, by id or by address where there is none, and its app. */
export function keysOf(user: { id: string; email: string }, clientId: string): readonly string[] {
  return [`${user.id}/${clientId}`, `${user.email.toLowerCase()}/${clientId}`]
}

/** Reads who let which app in, and whether calls of apps are told at all. What cannot be read is a gap: `history` is then null, or `tellsUse` false. */
export async function* readHistory({ reports }: Workspace, world: ConnectorWorld): AsyncGenerator<Observation, Events> {
  const startTime = new Date(world.now.getTime() - keptDays * day).toISOString()
  async function* events(eventName: string, object: string, keep: (key: string, at: Date) => void): AsyncGenerator<Observation, boolean> {
    let isWhole = true
    const found = readListing({ api: listing(reports, 'items'), world }, startOf(eventName), {
      object,
      path: tokenEventsPath('all'),
      query: { eventName, startTime, maxResults: 1_000 },
      schema: Event,
      field: 'items',
      next,
      fix: reportsFix,
      kinds: [],
      observe(rows) {
        for (const { id, actor, events: all } of rows)
          for (const clientId of new Set((all ?? []).flatMap(({ parameters }) => (parameters ?? []).flatMap(({ name, value }) => (name === 'client_id' && value ? [value] : [])))))
            keep(`${actor?.profileId ?? actor?.email?.toLowerCase() ?? ''}/${clientId}`, id.time)
        return []
      },
    })
    for await (const observation of found) {
      isWhole &&= observation.see !== 'gap'
      // What is read before everything else is read again by whoever resumes: it is no place to go on from.
      if (observation.see !== 'mark') yield observation
    }
    return isWhole
  }
  const revoked = new Map<string, Date>()
  const granted = new Map<string, { at: Date; exact: boolean }>()
  const first = yield* events('revoke', 'Google Workspace revocations', (key, at) => void (at > (revoked.get(key) ?? new Date(0)) && revoked.set(key, at)))
  const second = yield* events('authorize', 'Google Workspace authorisations', (key, at) => {
    const ended = revoked.get(key)
    if ((!ended || at > ended) && at < (granted.get(key)?.at ?? new Date(8.64e15))) granted.set(key, { at, exact: ended !== undefined })
  })
  return { history: first && second ? granted : null, tellsUse: yield* anyCall({ reports }) }
} // prettier-ignore

async function* anyCall({ reports }: Pick<Workspace, 'reports'>): AsyncGenerator<Observation, boolean> {
  try {
    const rows = { path: tokenEventsPath('all'), query: { eventName: 'activity', maxResults: 1 }, schema: Event, field: 'items', next: untilOne }
    return (await readWhole(listing(reports, 'items'), rows, useObject)).rows.length > 0
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, useObject, reportsFix) }
    return false
  }
} // prettier-ignore

export const useObject = 'Last use of grants'

/** The last event stands first, and is all that is wanted; a page without one may still have more after it. */
const untilOne: Next = (page) => (page.rows > 0 ? null : next(page))

/** What is not in the events was let in before they begin, or a moment ago: nothing tells which. */
export function issuedOf(history: History | null, keys: readonly string[]): IssuedAt {
  const known = keys.map((key) => history?.get(key)).find((one) => one !== undefined)
  return !known ? 'not-reported' : known.exact ? known.at : { atLeastSince: known.at }
}

export type Use = { lastUsed: LastUsed; byAgent: boolean }

/** The last call of one app in one person's name. None in six months is not "never". */
export async function lastUseOf({ reports }: Workspace, { user, clientId, each, now }: { user: string; clientId: string; each: Each; now: Date }): Promise<Use> {
  const query = { eventName: 'activity', filters: `client_id==${clientId}`, maxResults: 1 }
  const rows = await each.read(listing(reports, 'items'), { path: tokenEventsPath(user), query, schema: Event, field: 'items', next: untilOne }, { orNothing: true })
  if (rows === null) return { lastUsed: 'not-reported', byAgent: false }
  const [last] = rows
  if (!last) return { lastUsed: { notSince: new Date(now.getTime() - keptDays * day) }, byAgent: false }
  return { lastUsed: { at: last.id.time }, byAgent: last.isAgenticAction === true }
} // prettier-ignore
