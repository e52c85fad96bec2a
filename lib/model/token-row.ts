import type { Agent, Binding, ExposureState, Sensitivity } from './facts.ts'
import type { Level, Reach } from './grant.ts'
import type { DecidingReason, Grade, Verdict } from './score.ts'
import type { TokenState } from './token.ts'
import type { Facet } from './token-facet.ts'
import type { Narrowing } from './token-search.ts'

/** What a line of the inventory and a token's own page both say. */
export type TokenSummary = {
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

/** A token as a line of the inventory. */
export type TokenRow = TokenSummary & {
  provider: string
  /** When something must have been done about it; null where nothing presses. */
  dueAt: Date | null
  /** When the present verdict began, at its present urgency. */
  verdictSince: Date
  grade: Grade
  base: number
  /** 0–1: the known share of the score's weights. */
  confidence: number
  exposure: ExposureState
  agent: Agent
  /** Who answers for the workload, an agent's human; null where nobody is named. */
  accountableName: string | null
  /** How many controls its verdict asks for, and how many of them have no evidence. */
  controlsRequired: number
  controlsMissing: number
  ownerId: string | null
  ownerTeam: string | null
  workloadId: string | null
  environment: string | null
  /** The third party that holds it. */
  thirdParty: string | null
  /** What it was last used for, where the provider says. */
  lastUsedService: string | null
  firstSeenAt: Date
  /** When it last came back after it was gone. */
  returnedAt: Date | null
}

/** Tokens that have one value of what a list is gathered by; `value` is "none" where they have none, `name` is set where it is an id. */
export type TokenGroup = {
  value: string
  name: string | null
  count: number
  worst: Verdict
  riskSum: number
  worstRisk: number
}

/** The groups of a list, worst first; `more` where there are others beyond those given. */
export type TokenGroups = { groups: readonly TokenGroup[]; more: boolean }

/** The tokens on either side of one in its list. */
export type TokenNeighbours = { previous: string | null; next: string | null }

/** The one thing whose taking away would show the most, and how many that would be. */
export type Loosening = { narrowing: Narrowing; count: number }

/** One answer of the palette's search. */
export type Found = { kind: 'token' | 'owner' | 'workload' | 'issuer'; id: string; title: string; detail: string; href: string }

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
  sourceId: string
  sourceName: string
}

/** One value of a facet and how many tokens have it; `name` where the value is an id. */
export type FacetValue = { value: string; name: string | null; count: number }
export type FacetCounts = Readonly<Record<Facet, readonly FacetValue[]>>

/** How many tokens match, and how many would under each value of each facet. */
export type TokenFacets = { total: number; counts: FacetCounts }
