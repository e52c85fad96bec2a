import { z } from 'zod'
import { storableText } from '../storable-text.ts'
import { WireEpoch } from '../wire.ts'

/** Text for people: cut and made fit to keep. */
const text = (max: number) =>
  z
    .string()
    .transform((value) => storableText(value, max))
    .nullish()
    .catch(null)

const texts = z.array(z.unknown()).transform((values) => values.filter((value): value is string => typeof value === 'string'))
/** A right that stands there in a way that cannot be read: no table knows it, so that it counts as the worst. */
export const unreadable = 'a right that cannot be read'
const Names = z.array(z.unknown()).transform((values) => values.map((value) => (typeof value === 'string' ? value : unreadable)))
/** Names as a list, or parted by blanks. */
const names = z
  .union([z.string().transform((value) => value.split(/\s+/)), Names])
  .nullish()
  .catch([unreadable])

/** The year 9999 in seconds: with 0, what servers write for "never". */
const forever = 253_370_764_800
const instant = z.preprocess(
  (value) => (typeof value === 'number' && value >= forever ? 0 : value),
  z.union([z.literal(0), WireEpoch]).nullish(),
)

const Roles = z.object({ roles: names }).nullish().catch(null)

/**
 * What a server says of a token, or a token of itself: RFC 7519, 7662, 8693, 9068 and 9396, and where Keycloak, Auth0, Entra and Spring put
 * roles. An allow-list: whatever else stands there is dropped.
 */
export const Claims = z.object({
  iss: text(2_000),
  sub: text(300),
  username: text(300),
  preferred_username: text(300),
  email: text(300),
  client_id: text(300),
  azp: text(300),
  aud: z.union([z.string().transform((one) => [one]), texts]).nullish().catch(null),
  exp: instant,
  iat: instant,
  jti: text(500),
  token_type: text(50),
  typ: text(50),
  scope: names,
  scp: names,
  roles: names,
  entitlements: names,
  permissions: names,
  authorities: names,
  realm_access: Roles,
  resource_access: z.record(z.string().max(200), z.object({ roles: names })).nullish().catch(null),
  authorization_details: z
    .array(z.object({ type: z.string().max(200), actions: names }))
    .max(100)
    .nullish()
    .catch(null),
  act: z.object({ sub: text(300), client_id: text(300) }).nullish().catch(null),
  /** What it is bound to (RFC 7800). What cannot be read is not taken for "not bound". */
  cnf: z
    .object({ jkt: z.string().max(200).optional(), 'x5t#S256': z.string().max(200).optional(), jwk: z.unknown().optional(), kid: z.unknown().optional() })
    .nullish(),
}) // prettier-ignore
export type Claims = z.infer<typeof Claims>

/** How a token is bound by what it says: to a key by DPoP, to a certificate, in another way, or not at all. */
export type Confirmation = 'dpop' | 'mtls' | 'other' | null

export function confirmationOf({ cnf }: Pick<Claims, 'cnf'>): Confirmation {
  if (!cnf) return null
  if (cnf.jkt) return 'dpop'
  if (cnf['x5t#S256']) return 'mtls'
  // An empty cnf binds nothing.
  return cnf.jwk !== undefined || cnf.kid !== undefined ? 'other' : null
}

const mostNames = 500

/** Every name of a right it carries, in order and once; null where it says nothing of rights. */
export function rightsOf(claims: Claims): readonly string[] | null {
  const { realm_access: realm, resource_access: resources, authorization_details: details } = claims
  const plain = [claims.scope, claims.scp, claims.roles, claims.entitlements, claims.permissions, claims.authorities, realm?.roles]
  const ofResources = Object.values(resources ?? {}).map(({ roles }) => roles)
  const detailed = details?.map(({ type, actions }) => (actions?.length ? actions.map((action) => `${type}:${action}`) : [type]))
  const told = [...plain, ...ofResources, ...(detailed ?? [])].filter((list) => list !== null && list !== undefined)
  if (told.length === 0) return null
  const all = new Set(
    told
      .flat()
      .map((name) => storableText(name, 300))
      .filter(Boolean),
  )
  // No names at all, or more than can be kept: what it may is not known.
  return all.size === 0 || all.size > mostNames ? null : [...all].sort()
}
