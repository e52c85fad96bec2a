import { z } from 'zod'

const Words = z.string().trim().min(1, 'Say it in a sentence.').max(2_000)

/** What people do to a plan. Each is asked of a version, so that what somebody else did in between is seen first. */
export const PlanAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('acknowledge') }),
  /** Within policy it counts at once; later, security decides. */
  z.strictObject({ do: z.literal('propose-date'), date: z.date(), reason: z.string().trim().max(2_000) }),
  z.strictObject({ do: z.literal('decide-date'), accept: z.boolean(), note: z.string().trim().max(2_000) }),
  z.strictObject({ do: z.literal('set-date'), date: z.date() }),
  z.strictObject({ do: z.literal('offer'), ownerId: z.uuid(), note: z.string().trim().max(2_000) }),
  z.strictObject({ do: z.literal('accept') }),
  z.strictObject({ do: z.literal('decline'), note: z.string().trim().max(2_000) }),
  z.strictObject({ do: z.literal('disown'), says: z.string().trim().max(2_000) }),
  z.strictObject({ do: z.literal('assign'), ownerId: z.uuid() }),
  z.strictObject({ do: z.literal('name-successor'), successor: z.union([z.strictObject({ tokenId: z.uuid() }), z.strictObject({ issuerId: z.uuid() })]).nullable() }),
  z.strictObject({ do: z.literal('switch') }),
  z.strictObject({ do: z.literal('block'), why: Words }),
  z.strictObject({ do: z.literal('unblock') }),
  z.strictObject({ do: z.literal('comment'), text: Words }),
  z.strictObject({ do: z.literal('choose-recipe'), recipe: z.string().min(1).max(200) }),
  z.strictObject({ do: z.literal('cancel'), why: Words }),
]) // prettier-ignore
export type PlanAct = z.infer<typeof PlanAct>

/** Who may do each: the plan's owner, whoever it was offered to, those who steer the programme, or both sides. */
export const doersOf: Readonly<Record<PlanAct['do'], readonly ('owner' | 'offered' | 'security')[]>> = {
  acknowledge: ['owner'],
  'propose-date': ['owner'],
  'decide-date': ['security'],
  'set-date': ['security'],
  offer: ['owner', 'security'],
  accept: ['offered'],
  decline: ['offered'],
  disown: ['owner'],
  assign: ['security'],
  'name-successor': ['owner', 'security'],
  switch: ['owner', 'security'],
  block: ['owner', 'security'],
  unblock: ['owner', 'security'],
  comment: ['owner', 'offered', 'security'],
  'choose-recipe': ['owner', 'security'],
  cancel: ['security'],
}
