import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import { forbidden, listed, missing, unsigned } from '../google/answers.ts'
import { callerOf, keyFileOf, tokenAnswer } from '../google/sign-in.ts'
import { day, lastUse } from '../habit.ts'
import type { View } from '../view.ts'
import { admins, callersOf, grantRows, ownProject, passwordRows, userRows, type GrantRow, type PasswordRow, type UserRow } from './rows.ts'

type Json = Record<string, unknown>

/** Google Workspace's administration over the company's domain. */
export const googleWorkspace: FurtherProvider = {
  name: 'google-workspace',
  source: (seed, url) => {
    const { reads, acts } = callersOf(seed)
    return {
      kind: 'google-workspace',
      name: `Google Workspace ${company.domain}`,
      settings: { admin: admins.reads, ownProjects: [ownProject], address: `${url}/{service}` },
      credential: { serviceAccountKey: keyFileOf(seed, reads) },
      action: { serviceAccountKey: keyFileOf(seed, acts), actingAdmin: admins.acts },
      everyMinutes: 60,
    }
  },
  answer(view, asked) {
    const { reads, acts } = callersOf(view.seed)
    const [service, ...path] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (service === 'oauth2') return tokenAnswer(view.seed, asked, [reads, acts])
    const caller = callerOf(view.seed, asked, [reads, acts])
    if (!caller) return unsigned
    const mayAct = caller.email === acts.email
    const under = path.join('/')
    if (service !== 'admin') return missing
    if (under.startsWith('admin/reports/v1/activity/users/')) return mayAct ? forbidden : events(view, asked, path.slice(5))
    if (!under.startsWith('admin/directory/v1/users')) return missing
    const [id, what, item] = path.slice(4)
    if (id === undefined) return mayAct ? forbidden : listed(userRows(view).map(userJson), asked, { field: 'users', most: 4, sizeParam: 'maxResults' })
    return held(view, asked, { id, what: what ?? '', item, mayAct })
  },
} // prettier-ignore

function userJson({ id, email, name, suspended, isAdmin }: UserRow): Json {
  const [givenName, familyName] = name.split(' ')
  return { kind: 'admin#directory#user', id, primaryEmail: email, name: { givenName, familyName, fullName: name }, isAdmin, isDelegatedAdmin: false, suspended, archived: false, customerId: 'C0fernh', password: canary(1, 'google-user-password', id) }
} // prettier-ignore

type Held = { id: string; what: string; item: string | undefined; mayAct: boolean }

function held(view: View, { method }: Asked, { id, what, item, mayAct }: Held): Changed {
  const user = userRows(view).find((one) => one.id === id || one.email === id)
  const isAdmin = id === admins.reads || id === admins.acts
  if (!user && !isAdmin) return missing
  const grants = grantRows(view).filter((one) => one.user === user?.index)
  const passwords = passwordRows(view).filter((one) => one.user === user?.index)
  if (what !== 'tokens' && what !== 'asps') return missing
  const kind = what === 'tokens' ? 'admin#directory#tokenList' : 'admin#directory#aspList'
  const rows = what === 'tokens' ? grants.map((row) => grantJson(view, row, id)) : passwords.map((row) => passwordJson(view, row, id))
  if (item === undefined)
    return method === 'GET'
      ? json(200, { kind, etag: canary(view.seed, 'google-etag', id, what), ...(rows.length > 0 && { items: rows }) })
      : missing
  const at = what === 'tokens' ? grants.findIndex(({ clientId }) => clientId === item) : passwords.findIndex(({ codeId }) => String(codeId) === item) // prettier-ignore
  const row = (what === 'tokens' ? grants : passwords)[at]
  if (!row) return missing
  if (method === 'GET') return json(200, rows[at])
  if (method !== 'DELETE' || !mayAct) return forbidden
  const next = taken(view.state, what === 'tokens' ? 'google-workspace.grants' : 'google-workspace.passwords', row.row)
  return { status: 204, headers: {}, body: '', next }
}

function grantJson({ seed }: View, { clientId, app, scopes, native }: GrantRow, userKey: string): Json {
  return { kind: 'admin#directory#token', etag: canary(seed, 'google-etag', userKey, clientId), clientId, displayText: app, anonymous: false, nativeApp: native, scopes, userKey }
} // prettier-ignore

function passwordJson({ seed, epoch, now }: View, { codeId, name, ageMs, habit }: PasswordRow, userKey: string): Json {
  const used = lastUse(habit, epoch - 900 * day, now)
  return { kind: 'admin#directory#asp', etag: canary(seed, 'google-etag', userKey, 'asp', codeId), codeId, name, creationTime: ageMs === 0 ? '0' : String(epoch - ageMs), lastTimeUsed: used === null ? '0' : String(used), userKey }
} // prettier-ignore

/** Events of the last six months, the newest first: when apps were let in and taken away; of their calls the last of each. */
function events(view: View, asked: Asked, [userKey, , application]: readonly string[]): Answer {
  if (application !== 'token') return missing
  const users = userRows(view)
  const name = asked.query.get('eventName')
  const client = /^client_id==(.+)$/.exec(asked.query.get('filters') ?? '')?.[1]
  const from = Math.max(view.now - 180 * day, Date.parse(asked.query.get('startTime') ?? '') || 0)
  const rows = grantRows(view)
    .filter((one) => (userKey === 'all' || users[one.user]?.id === userKey) && (client === undefined || one.clientId === client))
    .flatMap((one) => {
      const born = view.epoch - one.ageMs
      const at = { authorize: born, revoke: one.revokedMs === undefined ? null : view.epoch - one.revokedMs, activity: lastUse(one.habit, born, view.now) }[name ?? ''] ?? null
      return at === null || at < from ? [] : [{ at, one }]
    })
    .sort((a, b) => b.at - a.at)
    .map(({ at, one }) => eventJson(view, { at, one, user: users[one.user]!, name: name ?? '' }))
  return listed(rows, asked, { field: 'items', most: 3, sizeParam: 'maxResults' })
} // prettier-ignore

function eventJson({ seed }: View, { at, one, user, name }: { at: number; one: GrantRow; user: UserRow; name: string }): Json {
  return {
    kind: 'admin#reports#activity',
    id: { time: new Date(at).toISOString(), uniqueQualifier: String(one.row), applicationName: 'token', customerId: 'C0fernh' },
    etag: canary(seed, 'google-etag', name, one.row),
    actor: { email: user.email, profileId: user.id },
    ipAddress: '203.0.113.7',
    ...(name === 'activity' && one.byAgent && { isAgenticAction: true }),
    events: [{ type: 'auth', name, parameters: [{ name: 'client_id', value: one.clientId }, { name: 'app_name', value: one.app }, { name: 'client_type', value: one.native ? 'NATIVE_IOS' : 'WEB' }, { name: 'scope', multiValue: one.scopes }] }],
  }
} // prettier-ignore
