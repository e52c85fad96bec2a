import { z } from 'zod'
import { ControlType } from './sighting.ts'
import { StatedFact, statedFactNames } from './stated-fact.ts'
import type { TokenSearch } from './token-search.ts'
import type { Verdict } from './score.ts'

/** What a control is, without what it is about. */
export const ControlEvidence = z.strictObject({
  type: ControlType,
  evidence: z.string().trim().min(1, 'Say what shows that this control is there.').max(2_000),
  evidencedAt: z.date(),
  /** For a revocation drill: how long it took. */
  minutes: z.number().min(0).max(100_000).optional(),
})
export type ControlEvidence = z.infer<typeof ControlEvidence>

/** What a leak is, without the token it is of. */
export const Leak = z.strictObject({
  state: z.enum(['suspected', 'confirmed', 'abuse']),
  foundIn: z.string().trim().min(1, 'Say where it was found.').max(1_024),
  foundAt: z.date(),
  stillValid: z.enum(['yes', 'no', 'not-reported']),
})
export type Leak = z.infer<typeof Leak>

/** What a person does to tokens: the same whether it is one of them or a hundred thousand. */
export const TokenAct = z.discriminatedUnion('do', [
  /** Null takes the statement back: rules and hints decide again. */
  z.strictObject({ do: z.literal('owner'), ownerId: z.uuid().nullable() }),
  z.strictObject({ do: z.literal('workload'), workloadId: z.uuid().nullable() }),
  z.strictObject({
    do: z.literal('fact'),
    stated: StatedFact,
    note: z.string().trim().min(1, 'Say how you know it.').max(1_000),
    reviewAt: z.date(),
  }),
  z.strictObject({ do: z.literal('withdraw'), fact: z.enum(statedFactNames) }),
  z.strictObject({ do: z.literal('control'), control: ControlEvidence }),
  z.strictObject({ do: z.literal('exposure'), leak: Leak }),
])
export type TokenAct = z.infer<typeof TokenAct>

/** Which tokens an act is for: some by id, or all that a search matches. */
export type ChosenTokens = { by: 'ids'; ids: readonly string[] } | { by: 'search'; search: TokenSearch }

/** What somebody else did to the same thing since the page was read. */
export type ChangedMeanwhile = {
  count: number
  /** The newest few. `from` and `to` are names, or null where there was none. */
  some: readonly { id: string; name: string; by: string; at: Date; from: string | null; to: string | null }[]
}

/** How many tokens an act moves from one verdict to another. */
export type VerdictMove = { from: Verdict; to: Verdict; count: number }

/** An act as it would be now. `verdicts` is null where there are too many tokens to try it on. */
export type ActPreview = {
  count: number
  /** The newest audit entry that this takes account of. */
  mark: string
  meanwhile: ChangedMeanwhile
  verdicts: readonly VerdictMove[] | null
}

/** What was seen before the act was confirmed: it is done to these and no others. */
export type SeenBefore = { count: number; mark: string }
