import { z } from 'zod'
import type { Gap, Observation, Sighting } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import type { Api, Query } from '../rest/api.ts'
import { maxPages, readWhole, type Rows } from '../rest/listing.ts'
import { WireEpoch, WireHandle, WireId, wireText } from '../wire.ts'
import { byNextCursor, byPage } from './api.ts'
import { installsOf, type Event, type Install } from './installs.ts'
import type { Settings } from './settings.ts'

export const paths = {
  log: '/team.integrationLogs',
  users: '/users.list',
  approved: '/admin.apps.approved.list',
  restricted: '/admin.apps.restricted.list',
} as const
export const logObject = 'Slack integration log'
const fix = 'It takes a user token of an administrator with the scopes admin, users:read and users:read.email; on Enterprise also admin.apps:read.' // prettier-ignore
const kinds = ['slack.app-token', 'slack.webhook']

const Line = z
  .object({
    app_id: WireId.nullish(),
    app_type: wireText(300).nullish(),
    service_id: WireId.nullish(),
    service_type: wireText(300).nullish(),
    user_id: WireHandle,
    date: WireEpoch,
    change_type: z.string().max(50),
    scope: z.string().max(20_000).nullish(),
  })
  .refine(({ app_id, service_id }) => Boolean(app_id ?? service_id), 'is of no app and no service')

/** `profile` has much of a person beside these, which is not read. */
const User = z.object({
  id: WireHandle,
  deleted: z.boolean().nullish(),
  name: WireHandle.nullish(),
  profile: z.object({ email: WireHandle.nullish() }).nullish(),
})
type User = z.infer<typeof User>

const App = z.object({ app: z.object({ id: WireHandle, is_internal: z.boolean().nullish() }) })

export type Reading = { api: Api; settings: Settings; world: ConnectorWorld }

/** Everything at once: what stands today is told only by the whole log. There is no mark inside: a killed run reads it anew. */
export async function* apps({ api, settings }: Reading): AsyncGenerator<Observation> {
  const team: Query = settings.teamId ? { team_id: settings.teamId } : {}
  const users = yield* whole(api, { path: paths.users, query: { limit: 200, ...team }, schema: User, field: 'members', next: byNextCursor }, 'Slack users')
  const asked = { query: { limit: 200, ...team }, schema: App, next: byNextCursor }
  const isEnterprise = settings.enterprise === 'yes'
  const approved = isEnterprise ? yield* whole(api, { ...asked, path: paths.approved, field: 'approved_apps' }, 'Slack approved apps') : null
  const restricted = isEnterprise ? yield* whole(api, { ...asked, path: paths.restricted, field: 'restricted_apps' }, 'Slack restricted apps') : null
  const lines = yield* whole(api, { path: paths.log, query: { count: 100, ...team }, schema: Line, field: 'logs', total: 'paging.total', next: byPage }, logObject)
  if (lines === null) return
  const byId = new Map((users?.rows ?? []).map((user) => [user.id, user]))
  const internal = new Map([...(approved?.rows ?? []), ...(restricted?.rows ?? [])].map(({ app }) => [app.id, app.is_internal ?? null]))
  const isRestricted = new Set((restricted?.rows ?? []).map(({ app }) => app.id))
  for (const install of installsOf(lines.rows.map(eventOf))) {
    const known = { user: byId.get(install.user), seesUsers: users !== null && users.gap === null, internal: internal.get(idOf(install)) ?? null, isRestricted: isRestricted.has(idOf(install)) }
    yield { see: 'token', token: sightingOf(install, known) }
  }
  yield { see: 'covered', object: 'Slack apps and webhooks', seen: lines.rows.length, ...(lines.gap === null && { kinds }) }
} // prettier-ignore

async function* whole<Row>(api: Api, rows: Rows<Row>, object: string): AsyncGenerator<Observation, { rows: Row[]; gap: Gap | null } | null> {
  try {
    const found = await readWhole(api, rows, object, maxPages)
    if (found.gap) yield { see: 'gap', gap: found.gap }
    yield { see: 'covered', object, seen: found.rows.length }
    return found
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) }
    return null
  }
} // prettier-ignore

function eventOf(line: z.infer<typeof Line>): Event {
  return {
    of: line.app_id ? `app:${line.app_id}` : `service:${line.service_id ?? ''}`,
    name: (line.app_id ? line.app_type : line.service_type) ?? '',
    user: line.user_id,
    at: line.date.getTime(),
    change: line.change_type,
    scopes: (line.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
  }
}

const idOf = ({ of }: Install) => of.slice(of.indexOf(':') + 1)

const mostScopes = 1_000

type Known = { user: User | undefined; seesUsers: boolean; internal: boolean | null; isRestricted: boolean }

function sightingOf(install: Install, { user, seesUsers, internal, isRestricted }: Known): Sighting {
  const call = `GET ${paths.log}`
  const isService = install.of.startsWith('service:')
  const isHook = install.scopes.length > 0 && install.scopes.every((scope) => scope === 'incoming-webhook')
  const email = user?.profile?.email
  const hasLeft = user?.deleted ? 'somebody who is no member any more' : !user && seesUsers ? 'somebody who is not among the members' : null
  return {
    externalId: `${install.of}/${install.user}`,
    kind: isHook ? 'slack.webhook' : 'slack.app-token',
    name: user?.name ? `${install.name} (${user.name})` : install.name,
    lifecycle: install.state,
    issuedAt: install.begun ? new Date(install.sinceMs) : { atLeastSince: new Date(install.sinceMs) },
    expires: 'not-reported',
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: isHook ? 'bearer-url' : 'bearer',
    popVerified: false,
    // A part of the scopes could leave out the worst.
    permissions: { scheme: 'slack.scopes', stated: { names: install.scopes.length > 0 && install.scopes.length <= mostScopes ? install.scopes : null, within: 'workspace', resource: install.name } },
    ownerHints: [email ? { how: 'email', value: email, says: `GET ${paths.users} profile.email of whoever let it in` } : { how: 'handle', value: `slack:${install.user}`, says: `${call} user_id` }],
    tags: {
      [isService ? 'service' : 'app']: install.name,
      [isService ? 'service id' : 'app id']: idOf(install),
      'user id': install.user,
      ...(hasLeft && { 'let in by': hasLeft }),
      ...(install.doubt && { doubt: 'an administrator took some of this app away; the log does not say whose' }),
      ...(isRestricted && { 'state at Slack': 'restricted: it cannot be installed anew' }),
    },
    ...(internal === false && { thirdParty: install.name }),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      lifecycle: `${call} change_type: what stands after all that the log tells`,
      issuedAt: `${call} date of when it was let in, or of the first that the log tells of it`,
      expires: 'whether an app rotates its tokens stands in its manifest, which Slack shows to its makers alone',
      lastUsed: 'Slack tells of no token when it was used',
      permissions: `${call} scope, added up since it was let in`,
      binding: isHook ? 'Slack documentation: the address itself is the secret' : 'Slack documentation: sent as a bearer token',
    },
    revoke: 'remove the app or the configuration in Slack’s administration of apps; an app itself ends its token by auth.revoke',
  }
} // prettier-ignore
