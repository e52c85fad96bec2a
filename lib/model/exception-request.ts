import { z } from 'zod'
import { exceptionKinds } from './exception.ts'
import { ControlType } from './sighting.ts'

const Sentence = z.string().trim().min(1, 'Say it in a sentence.').max(2_000)

/** What is asked for: which tokens, why, until when, and the controls that it rests on. */
export const NewException = z.strictObject({
  kind: z.enum(exceptionKinds),
  tokenIds: z.array(z.uuid()).min(1, 'Choose a token.').max(200),
  reason: Sentence,
  need: Sentence,
  endsAt: z.date(),
  retirementAt: z.date(),
  controls: z.array(z.strictObject({ type: ControlType, evidence: Sentence, evidencedAt: z.date() })).max(6),
  renewalOf: z.uuid().nullable(),
})
export type NewException = z.infer<typeof NewException>

/** What is decided: whether, until when at most, and why. */
export const Decision = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  approve: z.boolean(),
  note: z.string().trim().max(2_000),
  endsAt: z.date().nullable(),
})
export type Decision = z.infer<typeof Decision>
