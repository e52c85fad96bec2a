import { z } from 'zod'

const longest = 2_000
const Words = (ask: string) => z.string().trim().min(1, ask).max(longest)
const Note = z.string().trim().max(longest)

/** An answer with what it must say. */
export const ReviewAct = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('keep'), says: Words('Say why it is still needed.') }),
  z.strictObject({ answer: z.literal('narrow'), says: Words('Say what of it should go.') }),
  z.strictObject({ answer: z.literal('retire'), says: Note }),
  /** Whose it may be, where they know. */
  z.strictObject({ answer: z.literal('not-mine'), says: Note }),
])
export type ReviewAct = z.infer<typeof ReviewAct>

/** What a campaign is started with. */
export const CampaignTerms = z.strictObject({
  name: Words('Give it a name.').pipe(z.string().max(120, 'At most 120 characters.')),
  dueAt: z.date(),
  quarterly: z.boolean(),
  carries: z.boolean(),
})
export type CampaignTerms = z.infer<typeof CampaignTerms>

/** To which day a campaign is moved, and why: its owners planned by the day before. */
export const CampaignMove = z.strictObject({ dueAt: z.date(), says: Words('Say why it is moved.') })
export type CampaignMove = z.infer<typeof CampaignMove>
