import { z } from 'zod'
import { Agent, Binding, Sensitivity } from './facts.ts'
import { Breadth } from './grant.ts'

const Day = z.iso.date('is not a date of the form 2026-12-31')
const Name = z.string().trim().min(1, 'is empty').max(320)

/** What a person may state of a token, and in which form. A day is meant from its first moment, in UTC. */
export const statedValues = {
  issuedAt: Day,
  expires: z.union([Day, z.literal('never')]),
  lastUsed: z.union([Day, z.literal('never')]),
  binding: Binding.exclude(['not-reported']),
  /** Whether whoever accepts the token checks what it is bound to. */
  popVerified: z.boolean(),
  scope: Breadth,
  sensitivity: Sensitivity,
  agent: Agent,
  /** Who holds it on the other side. */
  thirdParty: Name,
  storage: z.enum(['vault', 'plaintext']),
  consumers: z.array(Name).min(1).max(100),
} as const

export type StatedFactName = keyof typeof statedValues
export const statedFactNames = Object.keys(statedValues) as readonly StatedFactName[]

/** One fact with its value. Its provider's own word always stands above it. */
export type StatedFact = { [Fact in StatedFactName]: { fact: Fact; value: z.infer<(typeof statedValues)[Fact]> } }[StatedFactName]

/** Reads a fact and its value. Throws ZodError where the value is not one of this fact. */
export const StatedFact = z.discriminatedUnion('fact', [
  one('issuedAt'), one('expires'), one('lastUsed'), one('binding'), one('popVerified'), one('scope'),
  one('sensitivity'), one('agent'), one('thirdParty'), one('storage'), one('consumers'),
]) // prettier-ignore

/** A statement that was not taken back: who made it, and until when it counts. */
export type KnownStatement = StatedFact & { by: string; reviewAt: Date }

/** Whether a statement counts: what the provider reports stands above it, and past its review (or its own expiry) it is only history. */
export type Standing = 'counts' | 'reported' | 'lapsed'

/** The longest time between a statement and its review. */
export const mostReviewDays = 366

function one<Fact extends StatedFactName>(fact: Fact) {
  return z.strictObject({ fact: z.literal(fact), value: statedValues[fact] })
}
