import { z } from 'zod'
import type { IssuerSighting, LastUsed, Observation, Sighting } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireInstant, wireText } from '../wire.ts'
import { SalesforceId, soql, type Salesforce } from './api.ts'
import { appFields, ConnectedApp, fix, type Lookups, type Person, type Reading } from './lookups.ts'
import { slicesBefore } from './slices.ts'

/** AccessToken, RequestToken and DeleteToken stand beside these, and are never asked for here. Id is always null. */
const Token = z.object({
  UserId: SalesforceId,
  AppName: wireText(300).nullish(),
  AppMenuItemId: SalesforceId.nullish(),
  CreatedDate: WireInstant.nullish(),
  LastUsedDate: WireInstant.nullish(),
  UseCount: z.number().int().min(0).nullish(),
})
type Token = z.infer<typeof Token>
const fields = Object.keys(Token.shape).join(', ')

export const unnamed = 'an app without a name'
export const tokensObject = 'Salesforce OAuth tokens'
const kinds = ['salesforce.oauth-token']

/** Every token of every user, in slices; a mark after each. Whoever may see only their own is told so. */
export async function* oauthTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { people, world, lookups } = reading
  let { seen, refused } = from
  let page = from.page
  try {
    if (!(await seesAll(reading))) {
      refused = true
      yield { see: 'gap', gap: { object: tokensObject, call: `GET ${reading.queryPath}`, why: 'not-permitted', says: `Without the permission Customize Application Salesforce lists only the tokens of the user who asks. ${fix} Until then nothing of this kind is taken as gone.` } } // prettier-ignore
    }
    const asked = { object: tokensObject, select: fields, schema: Token, until: world.now, after: from.next === null ? null : new Date(from.next) }
    for await (const { rows, gap, until } of slicesBefore(reading, asked)) {
      world.signal.throwIfAborted()
      if (gap) yield { see: 'gap', gap }
      refused ||= gap !== null
      await people.learn(rows.map(({ UserId }) => UserId))
      const ids = new Map<string, number>()
      for (const row of rows) {
        const id = `${row.UserId}/${row.AppMenuItemId ?? row.AppName ?? ''}/${row.CreatedDate?.toISOString() ?? ''}`
        const again = (ids.get(id) ?? 0) + 1
        ids.set(id, again)
        yield { see: 'token', token: sightingOf(row, again === 1 ? id : `${id}/${again}`, people.get(row.UserId), lookups) }
      }
      seen += rows.length
      page += 1
      yield* people.pending()
      yield { see: 'mark', cursor: { phase: from.phase, next: until.toISOString(), page, seen, refused } }
    }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, tokensObject, fix) }
    yield* people.end()
    return
  }
  yield* people.end()
  yield { see: 'covered', object: tokensObject, seen, ...(!refused && { kinds }) }
} // prettier-ignore

const Access = z.object({ records: z.array(z.object({ PermissionsCustomizeApplication: z.boolean() })) })

/** Whether the user who asks sees the tokens of all; null where Salesforce does not say. Throws CallError. */
export async function seesAll({ api, queryPath }: Salesforce): Promise<boolean | null> {
  const { data } = await api.get(queryPath, { q: 'SELECT PermissionsCustomizeApplication FROM UserPermissionAccess' })
  return Access.safeParse(data).data?.records[0]?.PermissionsCustomizeApplication ?? null
}

function usedOf({ LastUsedDate: at, UseCount: uses }: Token): LastUsed {
  return at ? { at } : uses === 0 ? 'never' : 'not-reported'
}

function sightingOf(row: Token, externalId: string, person: Person | null, { menu, apps, appById }: Lookups): Sighting {
  const item = row.AppMenuItemId ? menu?.get(row.AppMenuItemId) : undefined
  const named = apps?.filter(({ Name }) => Name === row.AppName) ?? []
  const app = (item?.ApplicationId && appById.get(item.ApplicationId)) || (named.length === 1 ? named[0] : undefined)
  const name = row.AppName || unnamed
  // Not among the org's own apps, or out of a package: somebody else made it and holds what it is given.
  const isForeign = !/^Salesforce\b/.test(name) && ((apps !== null && menu !== null && !app) || Boolean(item?.NamespacePrefix))
  const call = 'OauthToken'
  return {
    externalId,
    kind: 'salesforce.oauth-token',
    name: person?.Username ? `${name} as ${person.Username}` : name,
    lifecycle: person?.IsActive === false ? 'disabled' : 'active',
    issuedAt: row.CreatedDate ?? 'not-reported',
    expires: 'not-reported',
    lastUsed: usedOf(row),
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: 'not-reported',
    permissions: { scheme: 'salesforce.rights', stated: { names: person?.rights ? [...person.rights] : null, within: 'organisation', resource: name } },
    ownerHints: person?.Email ? [{ how: 'email', value: person.Email, says: 'User.Email' }] : [{ how: 'handle', value: `salesforce:${row.UserId}`, says: `${call}.UserId` }],
    tags: {
      app: name,
      'user id': row.UserId,
      ...(person?.Profile?.Name && { profile: person.Profile.Name }),
      ...(person?.IsActive === false && { 'user state': 'inactive' }),
      'refresh token policy': app ? policyOf(app) : 'not told: the app is not installed here',
      ...(app && { 'who may use the app': app.OptionsAllowAdminApprovedUsersOnly ? 'users that an administrator approved' : 'every user, by their own consent' }),
      ...(typeof row.UseCount === 'number' && { uses: String(row.UseCount) }),
    },
    ...(isForeign && { thirdParty: name }),
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      lifecycle: 'User.IsActive: Salesforce lets no inactive user in',
      issuedAt: `${call}.CreatedDate`,
      expires: 'ConnectedApplication.RefreshTokenValidityPeriod has no unit, so that no end can be told from it',
      lastUsed: `${call}.LastUsedDate, UseCount`,
      permissions: 'PermissionSetAssignment and PermissionSet of its user; the scopes of the app are told only to whoever may change metadata, so that they narrow nothing here',
      binding: 'Salesforce documentation: sent as a bearer token; whether the app requires DPoP is not told',
    },
    revoke: 'POST /services/oauth2/revoke with its DeleteToken, or OAuth Usage in Setup',
  }
} // prettier-ignore

function policyOf({ OptionsRefreshTokenValidityMetric: sliding, RefreshTokenValidityPeriod: period }: ConnectedApp): string {
  if (!period) return 'no period is told'
  return `${period} (hours, days or months, as the app’s page says) ${sliding ? 'without use' : 'after it was made'}`
}

/** The org's connected apps, as what its tokens come from. */
export function connectedApps(reading: Reading, from: Place): AsyncGenerator<Observation> {
  return readListing(reading, from, {
    ...soql(reading, `SELECT ${appFields} FROM ConnectedApplication ORDER BY Id`, ConnectedApp),
    object: 'Salesforce connected apps',
    fix,
    kinds: [],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'issuer', issuer: issuerOf(row) }
    },
  })
}

function issuerOf(app: ConnectedApp): IssuerSighting {
  return {
    externalId: `ConnectedApplication/${app.Id}`,
    kind: 'salesforce.connected-app',
    name: app.Name || app.Id,
    mints: 'access and refresh tokens of the users who let it in',
    mintedBinding: 'not-reported',
    maxLifeSeconds: 'not-reported',
    trusts: [app.OptionsAllowAdminApprovedUsersOnly ? 'users that an administrator approved' : 'every user, by their own consent'],
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { 'refresh token policy': policyOf(app) },
    evidence: { trusts: 'ConnectedApplication.OptionsAllowAdminApprovedUsersOnly' },
  }
}
