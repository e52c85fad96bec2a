import { z } from 'zod'

/** What a rule asks of a token; every part that is given must hold. Patterns take `*` for any run of characters, and ignore case. */
export const RuleCondition = z
  .strictObject({
    provider: z.string().max(100).optional(),
    kind: z.string().max(100).optional(),
    sourceId: z.uuid().optional(),
    name: z.string().max(300).optional(),
    tag: z.strictObject({ key: z.string().min(1).max(256), value: z.string().max(1024).optional() }).optional(),
    handle: z.string().max(320).optional(),
  })
  .refine((condition) => Object.values(condition).some((part) => part !== undefined), 'A rule must ask for at least one thing.')
export type RuleCondition = z.infer<typeof RuleCondition>

/** Assigns an owner or a workload to what it matches. The first match by position wins, for each of the two. */
export type Rule = { id: string; position: number; condition: RuleCondition; ownerId: string | null; workloadId: string | null }

/** What people may say of a rule. A disabled one is kept, and decides nothing. */
export const RuleFields = z.strictObject({
  name: z.string().trim().min(1, 'is missing').max(200),
  condition: RuleCondition,
  ownerId: z.uuid().nullable(),
  workloadId: z.uuid().nullable(),
  enabled: z.boolean(),
})
export type RuleFields = z.infer<typeof RuleFields>

/** A rule as it is kept. */
export type KeptRule = RuleFields & { id: string; position: number; version: number }

/** What there is to match against: the rules in order, and the owners and workloads that this sighting's hints may mean. */
export type Directory = {
  rules: readonly Rule[]
  /** By `handleOf(hint)`. */
  ownerByHandle: ReadonlyMap<string, string>
  /** By key, in lower case. */
  workloadByKey: ReadonlyMap<string, string>
}
