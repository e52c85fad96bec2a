import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { Reads } from '../rest/api.ts'
import { Each } from '../rest/each.ts'
import { WireHandle, wireText } from '../wire.ts'
import { GitLabId } from './api.ts'

const User = z.object({
  id: GitLabId,
  username: WireHandle,
  name: wireText(300).nullish(),
  state: z.string().max(50).nullish(),
  bot: z.boolean().nullish(),
  is_admin: z.boolean().nullish(),
  is_auditor: z.boolean().nullish(),
  email: WireHandle.nullish().catch(null),
  public_email: WireHandle.nullish().catch(null),
})
export type User = z.infer<typeof User>

/** So many are remembered: users come together with their tokens, and a big instance has more than need be held. */
const mostRemembered = 20_000

/** Users, each asked for once while they are remembered. */
export class People {
  readonly #api: Reads
  readonly #known = new Map<string, Promise<User | null>>()
  readonly #each = new Each('GitLab users', 'It takes a token with read_api.')

  constructor(api: Reads) {
    this.#api = api
  }

  /** Null where they cannot be read. */
  user(id: string): Promise<User | null> {
    const before = this.#known.get(id)
    if (before) return before
    const asked = this.#each.one(this.#api, `/users/${id}`, (data) => {
      const user = User.safeParse(data).data
      return user?.id === id ? user : null
    })
    const oldest = this.#known.size >= mostRemembered ? this.#known.keys().next().value : undefined
    if (oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(id, asked)
    return asked
  }

  *pending(): Generator<Observation> {
    yield* this.#each.pending()
  }

  *end(): Generator<Observation> {
    yield* this.#each.end(false)
  }
}
