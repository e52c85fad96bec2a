import { z } from 'zod'

/** Best to worst; `retired` is no judgement but the absence of anything to judge. */
export const Verdict = z.enum(['acceptable', 'acceptable-with-controls', 'standing-privilege', 'revoke-now', 'retired'])
export type Verdict = z.infer<typeof Verdict>

export const Grade = z.enum(['A', 'B', 'C', 'D', 'F'])
export type Grade = z.infer<typeof Grade>

/** The reason a verdict was reached. */
export const DecidingReason = z.enum([
  'LEAK_ACTIVE', 'LEAK_NOT_REPLACED', 'PROHIBITED', 'OFFBOARDED', 'DORMANT',
  'STANDING_HIGH', 'STANDING_MEDIUM', 'STANDING_LOW', 'POP_LONG', 'POP_SHORT',
  'BEARER_SHORT_HIGH', 'BEARER_SHORT_MEDIUM', 'BEARER_SHORT_LOW', 'RETIRED',
]) // prettier-ignore
export type DecidingReason = z.infer<typeof DecidingReason>

/** What else speaks against a token, after the deciding reason. */
export const SupportingReason = z.enum([
  'NOT_SENDER_CONSTRAINED', 'OVERPRIVILEGED', 'THIRD_PARTY', 'REUSE', 'AGENT', 'NO_OWNER',
  'UNKNOWN_TTL', 'UNKNOWN_AGE', 'UNKNOWN_BINDING', 'UNKNOWN_SCOPE', 'UNKNOWN_SENSITIVITY', 'UNKNOWN_LAST_USE',
]) // prettier-ignore
export type SupportingReason = z.infer<typeof SupportingReason>

/** Whatever a token's reasons are made of; what only speaks against it first. */
export const ReasonCode = z.enum([...SupportingReason.options, ...DecidingReason.options])
export type ReasonCode = z.infer<typeof ReasonCode>

export const RequiredControl = z.enum([
  'network', 'revocation-15m', 'revocation-60m', 'monitoring', 'any-1000', 'accountable-human', 'kill-switch-drill',
]) // prettier-ignore
export type RequiredControl = z.infer<typeof RequiredControl>

/** One factor's share of the risk, in points to one decimal; all of a score's shares sum to its risk exactly. */
export type Contribution = { factor: string; points: number; because: string }

export type Score = {
  model: string
  verdict: Verdict
  /** 0–100, whole. */
  risk: number
  /** Risk before the verdict's floor, 0–100, whole. */
  base: number
  grade: Grade
  /** Basis points 0–10000. */
  replay: number
  /** Basis points 0–10000. */
  impact: number
  /** The deciding one first. */
  reasons: readonly [DecidingReason, ...SupportingReason[]]
  controlsRequired: readonly RequiredControl[]
  controlsMet: readonly RequiredControl[]
  controlsMissing: readonly RequiredControl[]
  /** 0–1: the known share of the weights. */
  confidence: number
  /** The risk if everything unknown turned out to be at its best. */
  riskFloor: number
  /** The verdict if everything unknown turned out to be at its best: what "Find out first" is made of. */
  verdictFloor: Verdict
  /** From which this score can be recomputed; the grammar is in docs/scoring.md. */
  vector: string
}
