import type { Agent, ControlFacts, ExposureState, Facts, LifeBand, Sensitivity } from './facts.ts'
import type { Breadth } from './grant.ts'
import type { Score, Verdict } from './score.ts'
import type { ControlType, Sighting } from './sighting.ts'
import type { KnownStatement, Standing, StatedFactName } from './stated-fact.ts'

/** What exists, apart from whether it is acceptable. `gone`: a complete run did not see it; nothing is ever deleted. */
export const tokenStates = ['live', 'disabled', 'expired', 'revoked', 'gone'] as const
export type TokenState = (typeof tokenStates)[number]

/** How an owner or workload came to be assigned. A person's word is never overwritten by a rule, nor a rule's by a hint. */
export type AssignedHow = 'stated' | 'rule' | 'hint'

/** What is known of the owner a token has. */
export type KnownOwner = { id: string; name: string; status: 'active' | 'departed' }

/** What is known of the workload that uses a token. */
export type KnownWorkload = {
  id: string
  name: string
  sensitivity: Sensitivity | null
  agent: Agent
  accountableId: string | null
  ownerId: string | null
  status: 'active' | 'decommissioned' | 'vendor-ended'
}

/** A control that reaches the token, by itself, its workload or its source. */
export type KnownControl = { type: ControlType; evidencedAt: Date; expiresAt: Date; minutes: number | null }

/** A leak that was matched to the token. */
export type KnownExposure = { state: Exclude<ExposureState, 'none'>; replaced: boolean; closed: boolean }

/** Everything we know of a token that its provider does not say. */
export type Known = {
  owner: KnownOwner | null
  workload: KnownWorkload | null
  breadth: readonly Breadth[] | 'not-reported'
  controls: readonly KnownControl[]
  exposures: readonly KnownExposure[]
  /** What people stated of it and did not take back, whether it counts or not. */
  stated: readonly KnownStatement[]
  /** No run sees it any more: it is scored as no longer live. */
  gone: boolean
}

/** The instants behind the facts, from which the next change of the score follows. */
export type Moments = {
  issuedAt: Date | null
  lastUsedAt: Date | null
  expiresAt: Date | null
  evidence: readonly { control: keyof ControlFacts; at: Date }[]
  /** The window that use renews, where there is one: such a life grows with the token's age. */
  slidingSeconds?: number
}

/** A token as it was before this change, as far as a change is told by it. */
export type Before = {
  id: string
  sighting: Sighting
  state: TokenState
  verdict: Verdict
  risk: number
  base: number
  vector: string
  level: number | null
  reach: number | null
  ownerId: string | null
  ownerHow: AssignedHow | null
  workloadId: string | null
  workloadHow: AssignedHow | null
  exposure: ExposureState
  /** The stated facts that counted. */
  statedFacts: readonly StatedFactName[]
  firstSeenAt: Date
  missingSince: Date | null
  version: number
}

/** A token with its facts and its score at one instant: what is written, what is shown, what is compared. */
export type Assessed = {
  /** As its provider said it. */
  sighting: Sighting
  /** The same, with what people stated where the provider reports nothing: what is scored and listed. */
  filled: Sighting
  /** The stated facts that count. */
  statedFacts: readonly StatedFactName[]
  /** Every statement that was not taken back, and how it stands. */
  stated: readonly (KnownStatement & { standing: Standing })[]
  facts: Facts
  state: TokenState
  score: Score
  nextChangeAt: Date | null
  /** Verdict, risk and base packed into one number, worst highest: the queue's order. */
  queueKey: number
  life: LifeBand
  breadth: Breadth | null
  ownerId: string | null
  ownerHow: AssignedHow | null
  workloadId: string | null
  workloadHow: AssignedHow | null
}
