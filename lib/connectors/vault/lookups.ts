import { z } from 'zod'
import type { Observation, OwnerHint, Permissions } from '../../model/sighting.ts'
import type { VaultPoliciesStated } from '../../model/permission-statement.ts'
import { Failures } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { wireText } from '../wire.ts'
import { objectAt, type Vault } from './api.ts'
import type { Mounts } from './mounts.ts'
import { pathsOf } from './policy-text.ts'

/** Objects that many tokens name, each read once a run. */
class Lookup<T> {
  readonly #failures: Failures
  readonly #known = new Map<string, Promise<T | null>>()
  readonly #object: string
  #seen = 0

  constructor(object: string, fix: string) {
    this.#object = object
    this.#failures = new Failures(object, fix)
  }

  /** Null where it could not be read. */
  async of(name: string, read: () => Promise<T>): Promise<T | null> {
    const known = this.#known.get(name)
    if (known) return known
    const asked = this.#read(read)
    this.#known.set(name, asked)
    return asked
  }

  async #read(read: () => Promise<T>): Promise<T | null> {
    if (this.#failures.hopeless) return null
    try {
      const value = await read()
      this.#failures.worked()
      this.#seen += 1
      return value
    } catch (error) {
      this.#failures.failed(error)
      return null
    }
  }

  *pending(): Generator<Observation> {
    yield* this.#failures.pending()
  }

  *end(): Generator<Observation> {
    yield* this.#failures.rest()
    if (!this.#failures.any && this.#known.size > 0) yield { see: 'covered', object: this.#object, seen: this.#seen }
  }
}

const Policy = z.object({ data: z.object({ policy: z.string().max(1_000_000) }) })

type Paths = VaultPoliciesStated['policies'][number]['paths']

/** What policies allow, by their text. */
export class Policies extends Lookup<{ paths: Paths }> {
  readonly #vault: Vault
  readonly #mounts: Mounts

  constructor(vault: Vault, mounts: Mounts) {
    super('Vault policies', 'It takes the right to read sys/policies/acl/*.')
    this.#vault = vault
    this.#mounts = mounts
  }

  /**
   * The permissions of whoever has these policies; every one of them is stated, also one that could not be read, and the types of what they lead
   * into.
   */
  async stated(names: readonly string[]): Promise<Permissions> {
    const distinct = [...new Set(names)].sort()
    if (distinct.length > 500) return 'not-reported'
    const policies = await Promise.all(distinct.map(async (name) => ({ name, paths: await this.#pathsOf(name) })))
    const mounts = await this.#mounts.typesFor(policies.flatMap(({ paths }) => (paths ?? []).map(({ path }) => path)))
    return { scheme: 'vault.policies', stated: { policies, mounts } }
  }

  async #pathsOf(name: string): Promise<Paths> {
    // Root has no text.
    if (name === 'root') return []
    const path = `/sys/policies/acl/${encodeURIComponent(name)}`
    const found = await this.of(name, async () => {
      const answer = await objectAt(this.#vault.api, path)
      // A policy that is not there gives nothing.
      if (answer === null) return { paths: [] }
      const { data } = Policy.safeParse(answer)
      if (!data) throw new CallError('provider', `GET ${path} answered something that cannot be read.`, { call: `GET ${path}`, why: 'malformed' })
      return { paths: pathsOf(data.data.policy) }
    }) // prettier-ignore
    return found?.paths ?? null
  }
}

const Entity = z.object({
  data: z.object({
    name: wireText(300),
    disabled: z.boolean().nullish(),
    aliases: z
      .array(z.object({ name: wireText(300), mount_type: z.string().max(100) }))
      .nullish()
      .transform((aliases) => aliases ?? []),
  }),
})
export type Entity = { name: string | null; disabled: boolean; hints: readonly OwnerHint[] }

/** Ways to sign in by which people do, so that the name there is somebody's. */
const ofPeople = new Set(['userpass', 'ldap', 'oidc', 'okta', 'github', 'radius', 'saml', 'jwt'])

/** Who tokens belong to: an entity with the names that it signs in under. */
export class Entities extends Lookup<Entity | 'none'> {
  readonly #vault: Vault

  constructor(vault: Vault) {
    super('Vault entities', 'It takes the right to read identity/entity/id/*.')
    this.#vault = vault
  }

  async named(id: string): Promise<Entity | null> {
    const path = `/identity/entity/id/${encodeURIComponent(id)}`
    const found = await this.of(id, async () => {
      const answer = await objectAt(this.#vault.api, path)
      if (answer === null) return 'none' as const
      const { data } = Entity.safeParse(answer)
      if (!data) throw new CallError('provider', 'GET /identity/entity/id/{id} answered something that cannot be read.', { call: `GET ${path}`, why: 'malformed' }) // prettier-ignore
      return entityOf(data.data)
    })
    return found === 'none' ? null : found
  }
}

function entityOf({ name, disabled, aliases }: z.infer<typeof Entity>['data']): Entity {
  const says = 'GET /identity/entity/id/{id} aliases'
  const hints = aliases.filter(({ mount_type, name: alias }) => ofPeople.has(mount_type) && alias !== '').slice(0, 10).map(({ name: alias, mount_type }): OwnerHint => {
    if (alias.includes('@')) return { how: 'email', value: alias, says }
    return { how: 'handle', value: `${mount_type === 'github' ? 'github' : 'vault'}:${alias}`, says }
  }) // prettier-ignore
  // A name that Vault made up itself says nothing.
  return { name: /^entity_[0-9a-f]{8}(?:\.|$)/.test(name) || name === '' ? null : name, disabled: disabled ?? false, hints }
}
