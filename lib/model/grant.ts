import { z } from 'zod'

/** What a grant lets its holder do: 1 list · 2 read configuration · 3 read data · 4 write · 5 use others' credentials or code · 6 administer. */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)])
export type Level = z.infer<typeof Level>

/** How far a grant goes: 1 one object · 2 a bounded set · 3 a whole service, account or organisation · 4 many of them. */
export const Reach = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Reach = z.infer<typeof Reach>

/** The breadth of one grant; a token's breadth is its worst one. */
export const Breadth = z.strictObject({ level: Level, reach: Reach })
export type Breadth = z.infer<typeof Breadth>

/** One thing a token may do, in the form every provider's permissions are turned into. */
export type Grant = Breadth & {
  service: string
  /** The provider's own words: an action, a pattern or a scope. */
  action: string
  /** The provider's own words for what it applies to. */
  resource: string
  /** Conditions the provider puts on it, shown but never counted as less breadth. */
  conditions: readonly string[]
  /** Where it was granted: a policy's name, "scope", "permission". */
  source: string
  /** Why it counts as this level and reach, in a sentence. */
  because: string
}

/**
 * Permissions rated. `breadth` is the worst cell; `breadths` every distinct level and reach among all grants, since a
 * lesser cell may still make the impact high; `grants` the worst few, worst first; `all` how many there are.
 */
export type Rating =
  | { breadth: Breadth; breadths: readonly Breadth[]; grants: readonly Grant[]; all: number; dataVersion: string; notes: readonly string[] }
  | { breadth: 'not-reported'; breadths: readonly []; grants: readonly []; all: 0; dataVersion: string; notes: readonly string[] }
