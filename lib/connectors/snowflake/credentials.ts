import { z } from 'zod'
import type { Lifecycle } from '../../model/facts.ts'
import type { Observation, Permissions, Sighting } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { readRows, WireEpoch } from '../wire.ts'
import { storableText } from '../storable-text.ts'
import { restrictedTo, statements, usageFix, type Rights } from './rights.ts'
import { query, type Running } from './statements.ts'

const object = 'Snowflake credentials'
const call = 'select from SNOWFLAKE.ACCOUNT_USAGE.CREDENTIALS'

/** Seconds since 1970 as text, with the offset in minutes behind it where the session has one; empty or null where there is none. */
export const At = z
  .string()
  .nullable()
  .transform((text, context) => {
    if (text === null || text === '') return null
    const { data } = WireEpoch.safeParse(text.split(' ')[0])
    if (data) return data
    context.addIssue({ code: 'custom', message: 'is not a usable date' })
    return z.NEVER
  })
const Text = z.string().max(1_024).nullable()
const Roles = z
  .string()
  .max(10_000)
  .nullable()
  .transform((text, context) => {
    try {
      return restrictedTo(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a list of roles' })
      return z.NEVER
    }
  })

const Row = z
  .tuple([
    z.string().regex(/^\d{1,30}$/),
    Text,
    z.string().min(1).max(1_024),
    z.string().min(1).max(100),
    Text,
    At,
    At,
    At,
    At,
    Roles,
    Text,
  ])
  .transform(([id, name, user, type, status, created, used, ends, , roles, by]) => ({
    id,
    name,
    user,
    type,
    status,
    created,
    used,
    ends,
    roles,
    by,
  }))
type Row = z.infer<typeof Row>

/** What a person proves beside their password, and what a cloud vouches for: no credential that could be copied. */
const left = /^(?:TOTP|PASSKEY|DUO|SMS|OTP|EXTERNAL_BROWSER|SAML2?|AWS|AZURE|GCP|OIDC|WORKLOAD_IDENTITY\w*)$/i

const sorts: readonly (readonly [RegExp, Pick<Sighting, 'kind' | 'binding'>, string])[] = [
  [/^PAT$/i, { kind: 'snowflake.pat', binding: 'bearer' }, 'Snowflake documentation: sent as a bearer token or in a password’s place'],
  [/^(?:KEY_?PAIR|RSA_PUBLIC_KEY)/i, { kind: 'snowflake.key-pair', binding: 'keyed-asym' }, 'Snowflake documentation: the private key signs, and can be copied'],
  [/^PASSWORD$/i, { kind: 'snowflake.password', binding: 'bearer' }, 'Snowflake documentation: sent as it is'],
] // prettier-ignore

/** Tokens, key pairs, and passwords of what is no person. A person's password is no token: they sign in themselves. */
export async function* credentials(running: Running, rights: Rights): AsyncGenerator<Observation> {
  let seen = 0
  let refused = false
  try {
    for await (const rows of query(running, statements.credentials, call)) {
      running.world.signal.throwIfAborted()
      const { good, gap } = readRows(Row, rows, { object, call })
      if (gap) yield { see: 'gap', gap }
      refused ||= gap !== null
      for (const row of good) {
        if (left.test(row.type)) continue
        const owner = rights.users?.get(row.user)
        if (/^PASSWORD$/i.test(row.type) && !(owner && /SERVICE/i.test(owner.type))) continue
        yield { see: 'token', token: sightingOf(row, rights) }
      }
      seen += rows.length
    }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, usageFix) }
    return
  }
  // Whose passwords are services' is not known without the users: none of those is then known to be gone.
  const kinds = ['snowflake.pat', 'snowflake.key-pair', 'snowflake.credential', ...(rights.users ? ['snowflake.password'] : [])]
  yield { see: 'covered', object, seen, ...(refused ? {} : { kinds }) }
}

const lifecycles: Readonly<Record<string, Lifecycle>> = { EXPIRED: 'expired', DISABLED: 'disabled' }

function sightingOf(row: Row, rights: Rights): Sighting {
  const [, sort, how] = sorts.find(([pattern]) => pattern.test(row.type)) ?? [null, { kind: 'snowflake.credential', binding: 'not-reported' } as const, `${call} type: none that we know`]
  const owner = rights.users?.get(row.user)
  const isService = owner !== undefined && /SERVICE/i.test(owner.type)
  const roles = row.roles ?? rights.rolesOf?.get(row.user) ?? (rights.rolesOf ? [] : null)
  const names = roles && rights.privilegesOf(roles)
  const permissions: Permissions = { scheme: 'snowflake.privileges', stated: { names: names ? [...names] : null, within: 'account', resource: roles ? roles.join(', ').slice(0, 1_000) || 'no role' : 'roles that could not be read' } }
  return {
    externalId: `credential:${row.id}`,
    ...sort,
    name: storableText(`${row.name || row.type} of ${row.user}`, 1_024),
    lifecycle: owner?.disabled ? 'disabled' : (lifecycles[row.status ?? ''] ?? 'active'),
    issuedAt: row.created ?? 'not-reported',
    expires: row.ends ? { fixed: row.ends } : 'never',
    // Of tokens it is told; that a key pair without a date was never used is told nowhere.
    lastUsed: row.used ? { at: row.used } : sort.kind === 'snowflake.pat' ? 'never' : 'not-reported',
    rotationEnforcedSeconds: null,
    popVerified: false,
    permissions,
    ownerHints: owner?.email && !isService ? [{ how: 'email', value: owner.email, says: 'USERS email' }] : [],
    ...(isService && { workloadHint: row.user }),
    tags: { user: row.user, ...(row.name && { 'token name': row.name }), ...(owner && { 'user type': owner.type || 'PERSON' }), ...(row.by && { 'made by': row.by }) },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      lifecycle: `${call} status, USERS disabled`,
      issuedAt: `${call} created_on`,
      expires: `${call} expiration_date; none means never`,
      lastUsed: `${call} last_used_on, up to two hours late`,
      permissions: `${call} ROLE_RESTRICTION, GRANTS_TO_USERS, GRANTS_TO_ROLES`,
      binding: how,
    },
    ...(sort.kind === 'snowflake.pat' && row.name && {
      disable: `ALTER USER … MODIFY PROGRAMMATIC ACCESS TOKEN … SET DISABLED = TRUE`,
      revoke: `ALTER USER … REMOVE PROGRAMMATIC ACCESS TOKEN …`,
    }),
  }
} // prettier-ignore
