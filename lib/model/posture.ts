import type { Level } from './grant.ts'
import type { LifeBand } from './facts.ts'

/** Live tokens of one life and one thing they can do; `level` is null where nobody says. */
export type PostureCell = { life: LifeBand; level: Level | null; tokens: number; risk: number }

/** What happened since an instant, each in tokens. */
export type Lately = { seen: number; widened: number; returned: number; gone: number }

/** A team, or a person without one, with the live standing privileges that are theirs; `id` is null for what nobody owns. */
export type TeamPosture = {
  id: string | null
  name: string
  standing: number
  /** Of those, the ones that no open plan retires. */
  unplanned: number
  latePlans: number
  /** Tokens proved gone within the last thirty days. */
  retired: number
}
