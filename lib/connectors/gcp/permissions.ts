import { createHash } from 'node:crypto'
import { configure } from 'safe-stable-stringify'
import { z } from 'zod'
import type { Observation, Permissions } from '../../model/sighting.ts'
import { Each } from '../rest/each.ts'
import type { Gcp } from './api.ts'
import type { Bindings, Bound } from './bindings.ts'

const canonical = configure({ deterministic: true, bigint: false })
const mostBindings = 1_000
const Role = z.object({ name: z.string(), includedPermissions: z.array(z.string().min(1).max(300)).max(20_000).nullish() })
const ownRole = /^(?:projects\/[\w.:-]+|organizations\/\d+)\/roles\/[\w.]+$/

/** Said of every one, so that its page does not look as if this were all. */
const unreadOfAccounts = [
  'roles that it has as a member of a group or of a set of accounts',
  'roles that were given to everybody, or to everybody who signs in',
  'what it may do in Google Workspace by domain-wide delegation',
]
const unreadOfPools = [
  'roles that were given to everybody, or to everybody who signs in',
  'what the service accounts may do that it impersonates',
]

/**
 * What accounts and pools may do: their roles, with the permissions of those roles that are one's own (each asked for once a run, and kept
 * as a document).
 */
export class PermissionReader {
  readonly #gcp: Gcp
  readonly #bindings: Bindings
  readonly #above: string | null
  readonly #roles = new Map<string, Promise<string | null>>()
  readonly #fresh: Observation[] = []
  readonly #each = new Each('Google Cloud roles of your own', 'It takes iam.roles.get on the scope.')

  /** `scope`: what is above it is not read. */
  constructor(gcp: Gcp, bindings: Bindings, scope: string) {
    this.#gcp = gcp
    this.#bindings = bindings
    this.#above = scope.startsWith('organizations/') ? null : `roles that were given above ${scope}`
  }

  /** Of a service account, by its address. */
  ofAccount(email: string): Promise<Permissions> {
    return this.#of(this.#bindings.ofAccounts, email, unreadOfAccounts)
  }

  /** Of a pool, by its project's number or id. */
  ofPool(names: readonly string[]): Promise<Permissions> {
    const { ofPools } = this.#bindings
    const name = names.find((one) => ofPools?.has(one.toLowerCase())) ?? names[0] ?? ''
    return this.#of(ofPools, name, unreadOfPools)
  }

  /** Documents that whatever comes next points at. */
  takeFresh(): Observation[] {
    return this.#fresh.splice(0)
  }

  pending(): Iterable<Observation> {
    return this.#each.pending()
  }

  end(): Iterable<Observation> {
    return this.#each.end(false)
  }

  /** One that has no role anywhere in the scope is there for something else, mostly by a group or in another organisation: that is not known. */
  async #of(known: ReadonlyMap<string, readonly Bound[]> | null, holder: string, unread: readonly string[]): Promise<Permissions> {
    const bound = known?.get(holder.toLowerCase()) ?? []
    if (bound.length === 0) return 'not-reported'
    const fitting = bound.length > mostBindings ? bound.slice(0, mostBindings - 1) : bound
    const bindings = await Promise.all(
      fitting.map(async (one) => (one.role.startsWith('roles/') ? one : { ...one, permissions: await this.#permissionsOf(one.role) })),
    )
    // The worst of them decides, and it may be among those that are cut off.
    if (fitting.length < bound.length) bindings.push({ role: 'more roles than can be kept', on: 'organisation', resource: 'the scope', permissions: null })
    const documents = [...new Set(bindings.flatMap((one) => ('permissions' in one && one.permissions ? [one.permissions] : [])))].sort()
    const stated = { bindings: bindings.toSorted(byRole), unread: [...unread, ...(this.#above ? [this.#above] : [])] }
    return { scheme: 'gcp.iam', stated, ...(documents.length > 0 && { documents }) }
  } // prettier-ignore

  #permissionsOf(role: string): Promise<string | null> {
    const before = this.#roles.get(role)
    if (before) return before
    const asked = this.#ask(role)
    this.#roles.set(role, asked)
    return asked
  }

  async #ask(role: string): Promise<string | null> {
    if (!ownRole.test(role)) return null
    const permissions = await this.#each.one(this.#gcp.iam, `/v1/${role}`, (data) => {
      const found = Role.safeParse(data).data
      // Google leaves out an empty list, so that only its name shows that this is the role.
      return found?.name === role ? [...new Set(found.includedPermissions ?? [])].sort() : null
    })
    if (permissions === null) return null
    const body = { permissions }
    const hash = createHash('sha256')
      .update(canonical(body) ?? '')
      .digest('hex')
    this.#fresh.push({ see: 'document', hash, scheme: 'gcp.iam.role', body })
    return hash
  }
}

function byRole(one: Bound, other: Bound): number {
  const [a, b] = [`${one.role} ${one.resource} ${one.condition ?? ''}`, `${other.role} ${other.resource} ${other.condition ?? ''}`]
  return a < b ? -1 : a > b ? 1 : 0
}
