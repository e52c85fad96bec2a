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

/** Who may know what is not known of a token: its owner; where nobody is there, who may own it; where nobody is known at all, its source. */
export type Whom = { ask: 'owner' | 'suggested'; name: string; left: string | null } | { ask: 'nobody'; left: string } | { ask: 'source' }
