import type { DecidingReason, Verdict } from './score.ts'
import type { ControlType } from './sighting.ts'

/** 'break-glass' and 'seasonal' are registered tokens that are meant to lie unused; only they may be accepted from DORMANT. */
export const exceptionKinds = ['ordinary', 'break-glass', 'seasonal'] as const
export type ExceptionKind = (typeof exceptionKinds)[number]

export const exceptionStates = ['requested', 'approved', 'refused', 'ended'] as const
export type ExceptionState = (typeof exceptionStates)[number]

export type ExceptionEnd = 'expired' | 'leak' | 'revoke-now' | 'withdrawn' | 'retired' | 'renewed'

/** A compensating control that an exception rests on. */
export type ExceptionControl = { type: ControlType; evidence: string; evidencedAt: Date; expiresAt: Date }

/** What an exception is asked for: tokens by their verdict now. */
export type ExceptedToken = {
  id: string
  name: string
  verdict: Verdict
  reason: DecidingReason
  isExposed: boolean
  ownerId: string | null
}
