import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { Reads } from '../rest/api.ts'
import { byLink } from '../rest/paging.ts'
import { WireHandle, wireText } from '../wire.ts'
import { OktaId } from './api.ts'
import { Each } from '../rest/each.ts'

const User = z.object({
  id: OktaId,
  status: z.string().max(50),
  profile: z.object({ email: WireHandle.nullish(), login: WireHandle.nullish() }),
})
export type User = z.infer<typeof User>

const Role = z.object({
  type: z.string().min(1).max(200),
  label: wireText(200).nullish(),
  status: z.string().max(50).nullish(),
  /** A custom role's id. */
  role: OktaId.nullish(),
})
const Permission = z.object({ label: z.string().min(1).max(200) })

const rolesFix = 'It takes the scope okta.roles.read, and an admin role that may look at admins.'

/** Users and the admin roles of users and apps, each asked for once a run. */
export class People {
  readonly #api: Reads
  readonly #users = new Map<string, Promise<User | null>>()
  readonly #roles = new Map<string, Promise<readonly string[] | null>>()
  readonly #custom = new Map<string, Promise<readonly string[] | null>>()
  readonly #ofUsers = new Each('Okta users', 'It takes the scope okta.users.read.')
  readonly #ofRoles = new Each('Okta admin roles', rolesFix)
  readonly #ofCustom = new Each('Okta custom admin roles', rolesFix)

  constructor(api: Reads) {
    this.#api = api
  }

  /** Null where it cannot be read. */
  user(id: string): Promise<User | null> {
    return kept(this.#users, id, () => this.#ofUsers.one(this.#api, `/api/v1/users/${id}`, (data) => User.safeParse(data).data ?? null))
  }

  /** What a user's admin roles are called, custom ones by their permissions; null where they cannot be read. */
  rolesOfUser(id: string): Promise<readonly string[] | null> {
    return kept(this.#roles, `user ${id}`, () => this.#rolesAt(`/api/v1/users/${id}/roles`))
  }

  rolesOfClient(clientId: string): Promise<readonly string[] | null> {
    return kept(this.#roles, `client ${clientId}`, () => this.#rolesAt(`/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`))
  }

  async #rolesAt(path: string): Promise<readonly string[] | null> {
    const rows = await this.#ofRoles.read(this.#api, { path, schema: Role, next: byLink }, { orNothing: true })
    if (rows === null) return null
    const names = new Set<string>()
    for (const { type, label, role, status } of rows) {
      if (status === 'INACTIVE') continue
      const permissions = type === 'CUSTOM' && role ? await this.#permissionsOf(role) : null
      // A custom role that cannot be looked into is named so that it counts as the worst.
      for (const name of permissions ?? [type === 'CUSTOM' ? `custom role ${label ?? role ?? ''}`.trim() : type]) names.add(name)
    }
    return [...names].sort()
  }

  #permissionsOf(role: string): Promise<readonly string[] | null> {
    return kept(this.#custom, role, async () => {
      const path = `/api/v1/iam/roles/${role}/permissions`
      const rows = await this.#ofCustom.read(
        this.#api,
        { path, schema: Permission, field: 'permissions', next: byLink },
        { orNothing: true },
      )
      return rows?.map(({ label }) => label) ?? null
    })
  }

  *pending(): Generator<Observation> {
    for (const each of this.#each()) yield* each.pending()
  }

  *end(): Generator<Observation> {
    for (const each of this.#each()) yield* each.end(false)
  }

  #each(): readonly Each[] {
    return [this.#ofUsers, this.#ofRoles, this.#ofCustom]
  }
}

function kept<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const before = known.get(key)
  if (before) return before
  const asked = ask()
  known.set(key, asked)
  return asked
}
