import { z } from 'zod'
import type { IssuerSighting, Observation, Sighting } from '../../model/sighting.ts'
import { Failures, gapOf } from '../gaps.ts'
import { Each } from '../rest/each.ts'
import { onePage } from '../rest/paging.ts'
import { isWideNetwork } from '../wide-network.ts'
import { readRows, WireInstant, wireText } from '../wire.ts'
import { GoneError } from './api.ts'
import { authFix, type Mount } from './mounts.ts'
import { Networks, type Reading } from './tokens.ts'

const rolesFix = 'It takes list on auth/+/role/ and read on auth/+/role/+.'
const secretIdsFix = 'It takes list on auth/+/role/+/secret-id/ and update on auth/+/role/+/secret-id-accessor/lookup.'

const seconds = z.number().min(0).nullish().transform((value) => value ?? 0) // prettier-ignore
const names = z.array(z.string().min(1).max(500)).max(500).nullish().transform((list) => list ?? []) // prettier-ignore
/** As far as roles of the several ways to sign in are alike, with what each trusts. */
const Role = z.object({
  data: z.object({
    token_policies: names,
    token_no_default_policy: z.boolean().nullish(),
    token_ttl: seconds,
    token_max_ttl: seconds,
    token_explicit_max_ttl: seconds,
    token_period: seconds,
    token_bound_cidrs: Networks,
    secret_id_bound_cidrs: Networks,
    bind_secret_id: z.boolean().nullish(),
    bound_audiences: names,
    bound_subject: wireText(500).nullish(),
    bound_service_account_names: names,
    bound_service_account_namespaces: names,
  }),
})
type Role = z.infer<typeof Role>['data']

/** A year before 1970 is how Vault writes that there is no end. */
const End = z.string().max(40).transform((text): string | Date | null => (/^000/.test(text) ? null : text)).pipe(z.union([z.null(), WireInstant])) // prettier-ignore
const SecretId = z.object({
  secret_id_accessor: z.string().min(1).max(500),
  creation_time: WireInstant,
  expiration_time: End,
  secret_id_num_uses: z.number().min(0),
  cidr_list: Networks,
  token_bound_cidrs: Networks,
})
type SecretId = z.infer<typeof SecretId>

/** Ways to sign in whose roles are read alike, and what they trust. */
const roled = new Set(['approle', 'jwt', 'oidc', 'kubernetes'])

/** AppRole's secret ids, and everything that Vault gives tokens for. */
export async function* auth(reading: Reading): AsyncGenerator<Observation> {
  let mounts: Readonly<Record<string, Mount>>
  try {
    mounts = await reading.mounts.signIns()
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, 'Vault ways to sign in', authFix) }
    return
  }
  const lists = new Each('Vault roles', rolesFix)
  const secretIds = new SecretIds(reading)
  for (const [at, mount] of Object.entries(mounts)) {
    const path = `/auth/${at.replace(/\/$/, '').split('/').map(encodeURIComponent).join('/')}`
    if (mount.type === 'token' || mount.type === 'ns_token') continue
    if (!roled.has(mount.type)) {
      yield { see: 'issuer', issuer: methodIssuer(at, mount) }
      continue
    }
    const rows = { path: `${path}/role`, query: { list: true }, schema: z.string().min(1).max(300), field: 'data.keys', next: onePage }
    for (const name of (await lists.read(reading.lists, rows)) ?? []) {
      reading.world.signal.throwIfAborted()
      const role = await lists.one(reading.api, `${path}/role/${encodeURIComponent(name)}`, (data) => Role.safeParse(data).data?.data ?? null)
      yield { see: 'issuer', issuer: await roleIssuer(reading, { at, mount, name, role }) }
      if (mount.type === 'approle' && role?.bind_secret_id !== false) yield* secretIds.read({ path, at, name, role })
    }
  }
  yield { see: 'covered', object: 'Vault ways to sign in', seen: Object.keys(mounts).length }
  yield* lists.end(true)
  // A role that could not be listed has secret ids that nobody saw.
  yield* secretIds.end(!lists.failed)
} // prettier-ignore

type Of = { path: string; at: string; name: string; role: Role | null }

/** The secret ids of every role: a list a role, and a call for each. */
class SecretIds {
  readonly #reading: Reading
  readonly #lists = new Each('Vault AppRole secret ids', secretIdsFix)
  readonly #failures = new Failures('Vault AppRole secret ids', secretIdsFix)
  #refused = false
  #seen = 0

  constructor(reading: Reading) {
    this.#reading = reading
  }

  async *read(of: Of): AsyncGenerator<Observation> {
    const path = `${of.path}/role/${encodeURIComponent(of.name)}`
    const rows = { path: `${path}/secret-id`, query: { list: true }, schema: z.string().min(1).max(500), field: 'data.keys', next: onePage }
    for (const accessor of (await this.#lists.read(this.#reading.lists, rows)) ?? []) yield* this.#look(accessor, path, of)
  }

  async *#look(accessor: string, path: string, of: Of): AsyncGenerator<Observation> {
    if (this.#failures.hopeless) return
    try {
      const { data } = await this.#reading.api.ask(`${path}/secret-id-accessor/lookup`, { secret_id_accessor: accessor })
      const call = 'POST /auth/approle/role/{role}/secret-id-accessor/lookup'
      const row: unknown = typeof data === 'object' && data !== null && 'data' in data ? data.data : data
      const { good, gap } = readRows(SecretId, [row], { object: 'Vault AppRole secret ids', call })
      this.#failures.worked()
      this.#refused ||= gap !== null
      if (gap) yield { see: 'gap', gap }
      for (const secretId of good) {
        this.#seen += 1
        yield { see: 'token', token: await secretIdSighting(this.#reading, secretId, of) }
      }
    } catch (error) {
      if (!(error instanceof GoneError)) this.#failures.failed(error)
    }
  }

  *end(whole: boolean): Generator<Observation> {
    yield* this.#failures.rest()
    const isWhole = whole && !this.#failures.any && !this.#refused && !this.#lists.failed
    for (const one of this.#lists.end(false)) if (one.see === 'gap') yield one
    yield { see: 'covered', object: 'Vault AppRole secret ids', seen: this.#seen, ...(isWhole && { kinds: ['vault.approle-secret-id'] }) }
  }
}

async function secretIdSighting({ policies, world }: Reading, secretId: SecretId, { at, name, role }: Of): Promise<Sighting> {
  const { secret_id_accessor: accessor, expiration_time: ends, cidr_list: own, secret_id_num_uses: uses } = secretId
  const networks = own.length > 0 ? own : (role?.secret_id_bound_cidrs ?? [])
  const confined = networks.length > 0 && !networks.some(isWideNetwork)
  const call = 'POST /auth/{approle}/role/{role}/secret-id-accessor/lookup'
  return {
    externalId: accessor,
    kind: 'vault.approle-secret-id',
    name: `${at}${name}`,
    displayId: `accessor ${accessor.slice(0, 8)}…`,
    lifecycle: ends && ends <= world.now ? 'expired' : 'active',
    issuedAt: secretId.creation_time,
    expires: ends ? { fixed: ends } : 'never',
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: role ? await policies.stated(policiesOf(role)) : 'not-reported',
    ownerHints: [],
    workloadHint: name,
    tags: {
      role: name,
      mount: at,
      'uses left': uses === 0 ? 'unlimited' : String(uses),
      ...(networks.length > 0 && { 'bound to networks': networks.join(', ').slice(0, 1_000) }),
    },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    ...(confined && { controls: { networkConfined: true } }),
    evidence: {
      issuedAt: `${call} creation_time`,
      expires: `${call} expiration_time`,
      lastUsed: 'Vault tells nobody when a secret id was used; its audit log has each sign-in',
      permissions: 'GET /auth/{approle}/role/{role} token_policies, and the texts of these policies',
      binding: 'Vault documentation: sent as it is, with the role id, which is no secret',
      controls: `${call} cidr_list, and secret_id_bound_cidrs of the role`,
    },
    revoke: `POST auth/${at}role/${name}/secret-id-accessor/destroy with its accessor; tokens that it was given live on`.slice(0, 300),
  }
}

function policiesOf(role: Role): readonly string[] {
  return [...(role.token_no_default_policy ? [] : ['default']), ...role.token_policies]
}

type OfRole = { at: string; mount: Mount; name: string; role: Role | null }

async function roleIssuer({ policies }: Reading, { at, mount, name, role }: OfRole): Promise<IssuerSighting> {
  const longest = role ? role.token_explicit_max_ttl || role.token_max_ttl || role.token_period : 0
  const call = `GET /auth/${at}role/{role}`
  return {
    externalId: `auth/${at}role/${name}`.slice(0, 1_024),
    kind: 'vault.auth-role',
    name: `${at}${name}`,
    mints: `Vault token by ${mount.type} sign-in`.slice(0, 200),
    mintedBinding: 'bearer',
    // A period is renewed without end, and what is not set is the mount's or Vault's own, which is not told.
    maxLifeSeconds: longest > 0 && !role?.token_period ? longest : 'not-reported',
    trusts: role ? trustsOf(mount.type, role) : [],
    permissions: role ? await policies.stated(policiesOf(role)) : 'not-reported',
    lastUsed: 'not-reported',
    tags: {
      'signs in by': mount.type,
      ...(role?.token_ttl && { 'first life seconds': String(role.token_ttl) }),
      ...(role?.token_period && { 'period seconds': String(role.token_period) }),
      ...(role?.token_policies.length && { policies: role.token_policies.join(', ').slice(0, 1_000) }),
      ...(role?.token_bound_cidrs.length && { 'bound to networks': role.token_bound_cidrs.join(', ').slice(0, 1_000) }),
    },
    evidence: { maxLifeSeconds: `${call} token_explicit_max_ttl, token_max_ttl`, permissions: `${call} token_policies`, trusts: call },
  }
}

function trustsOf(type: string, role: Role): string[] {
  if (type === 'approle') return [role.bind_secret_id === false ? 'whoever knows the role id' : 'whoever has a secret id of the role']
  const accounts = role.bound_service_account_names.map((name) => `service account ${name} of ${role.bound_service_account_namespaces.join(', ')}`.slice(0, 1_024)) // prettier-ignore
  const subject = role.bound_subject ? [`subject ${role.bound_subject}`] : []
  return [...accounts, ...subject, ...role.bound_audiences.map((audience) => `audience ${audience}`)].slice(0, 200)
}

/** A way to sign in whose roles or users are not read one by one. */
function methodIssuer(at: string, { type, config }: Mount): IssuerSighting {
  const most = config?.max_lease_ttl ?? 0
  return {
    externalId: `auth/${at}`,
    kind: 'vault.auth-method',
    name: at,
    mints: `Vault token by ${type} sign-in`.slice(0, 200),
    mintedBinding: 'bearer',
    maxLifeSeconds: most > 0 ? most : 'not-reported',
    trusts: [],
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { 'signs in by': type },
    evidence: { maxLifeSeconds: 'GET /sys/auth config.max_lease_ttl; left out where it is Vault’s own, which is not told' },
  }
}
