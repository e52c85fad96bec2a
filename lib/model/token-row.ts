import type { Binding, Sensitivity } from './facts.ts'
import type { Level, Reach } from './grant.ts'
import type { DecidingReason, Verdict } from './score.ts'
import type { TokenState } from './token.ts'
import type { Facet } from './token-search.ts'

/** A token as a line of the inventory. */
export type TokenRow = {
  id: string
  kind: string
  name: string
  displayId: string
  state: TokenState
  verdict: Verdict
  reason: DecidingReason
  risk: number
  riskFloor: number
  issuedAt: Date | null
  issuedHow: 'exact' | 'at-least' | 'not-reported'
  /** Null for never and for not reported, which `expiresHow` tells apart. */
  expiresAt: Date | null
  expiresHow: 'fixed' | 'sliding' | 'lasts' | 'never' | 'not-reported'
  lastUsedAt: Date | null
  lastUsedHow: 'at' | 'not-since' | 'never' | 'not-reported'
  binding: Binding
  level: Level | null
  reach: Reach | null
  sensitivity: Sensitivity | null
  ownerName: string | null
  ownerStatus: 'active' | 'departed' | null
  workloadName: string | null
  sourceId: string
  /** Set while the newest run of its source did not see it. */
  missingSince: Date | null
}

/** What mints short-lived tokens, as a line of its list. */
export type IssuerRow = {
  id: string
  kind: string
  name: string
  mints: string
  mintedBinding: Binding
  /** Longest life of what it mints, in seconds; null where it is not reported. */
  maxLifeSeconds: number | null
  trusts: readonly string[]
  level: Level | null
  reach: Reach | null
  verdict: Verdict
  risk: number
  sourceName: string
}

/** One value of a facet and how many tokens have it; `name` where the value is an id. */
export type FacetValue = { value: string; name: string | null; count: number }
export type FacetCounts = Readonly<Record<Facet, readonly FacetValue[]>>

/** How many tokens match, and how many would under each value of each facet. */
export type TokenFacets = { total: number; counts: FacetCounts }
