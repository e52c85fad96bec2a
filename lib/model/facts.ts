import { z } from 'zod'
import { Breadth } from './grant.ts'

export const Binding = z.enum(['pop-attested', 'pop-mtls', 'pop-app', 'keyed-asym', 'keyed-hmac', 'bearer', 'bearer-url', 'not-reported'])
export type Binding = z.infer<typeof Binding>

export const Lifecycle = z.enum(['active', 'disabled', 'expired', 'revoked'])
export type Lifecycle = z.infer<typeof Lifecycle>

export const Sensitivity = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Sensitivity = z.infer<typeof Sensitivity>

export const ExposureState = z.enum(['none', 'suspected', 'confirmed', 'abuse'])
export type ExposureState = z.infer<typeof ExposureState>

export const Agent = z.enum(['none', 'supervised', 'autonomous'])
export type Agent = z.infer<typeof Agent>

const days = z.number().finite().min(0)

/** Compensating controls that have evidence of at most 90 days; anything older is left out by whoever builds the facts. */
export const ControlFacts = z.strictObject({
  networkConfined: z.boolean().default(false),
  /** Minutes the last revocation drill took; null: never drilled. */
  revocationMinutes: days.nullable().default(null),
  monitored: z.boolean().default(false),
  secretScanning: z.boolean().default(false),
})
export type ControlFacts = z.infer<typeof ControlFacts>

/**
 * What is known of one token at one moment: the whole input of the score. Everything but `id` may be left out, and
 * what then stands in for it is said here by the defaults (the worst value, or "not-reported", which scores as the worst).
 */
export const Facts = z.strictObject({
  id: z.string().min(1).max(1024),
  provider: z.string().max(200).optional(),
  kind: z.string().max(200).optional(),
  lifecycle: Lifecycle.default('active'),
  /** Designed life in seconds, from issue to expiry. */
  ttlSeconds: z.union([z.number().finite().min(0), z.literal('never'), z.literal('not-reported')]).default('not-reported'),
  /** Longest time an old secret lives under rotation that the platform enforces, overlap included; null or 0: none. */
  rotationEnforcedSeconds: z.number().finite().min(0).nullable().default(null),
  ageDays: z.union([days, z.literal('not-reported')]).default('not-reported'),
  idleDays: z.union([days, z.literal('never-used'), z.literal('not-reported')]).default('not-reported'),
  binding: Binding.default('not-reported'),
  popVerified: z.union([z.boolean(), z.literal('not-reported')]).default('not-reported'),
  scope: z.union([Breadth, z.array(Breadth).min(1).max(10_000), z.literal('not-reported')]).default('not-reported'),
  sensitivity: z.union([Sensitivity, z.literal('not-reported')]).default('not-reported'),
  exposure: ExposureState.default('none'),
  revoked: z.boolean().default(false),
  replaced: z.boolean().default(false),
  workload: z.enum(['active', 'decommissioned', 'vendor-ended']).default('active'),
  owner: z.enum(['assigned', 'none', 'departed']).default('none'),
  /** Not reported scores as one, and is told apart from it: nobody can say then that it is not shared. */
  consumers: z.union([z.number().int().min(0), z.literal('not-reported')]).default(1),
  thirdParty: z.boolean().default(false),
  agent: Agent.default('none'),
  storage: z.enum(['vault', 'plaintext', 'not-reported']).default('not-reported'),
  prohibited: z.boolean().default(false),
  controls: ControlFacts.prefault({}),
})
export type Facts = z.infer<typeof Facts>

/** Steps of a token's effective life: at most an hour, a day, 30 days, 90 days, a leap year, or longer than that. */
export const LifeBand = z.enum(['1h', '24h', '30d', '90d', '366d', 'over', 'never', 'not-reported'])
export type LifeBand = z.infer<typeof LifeBand>
