import { z } from 'zod'
import { Agent, Binding, Lifecycle, Sensitivity, type ControlFacts } from './facts.ts'
import type { Json } from './json.ts'
import type { LeakSighting } from './leak.ts'

/** "never" is a fact, "not-reported" is a gap: providers give both, and they score differently. */
const Instant = z.date()

/** When the present secret was issued. A lower bound is not a value: it is shown as "at least" and scores as unknown. */
export const IssuedAt = z.union([Instant, z.strictObject({ atLeastSince: Instant }), z.literal('not-reported')])
export type IssuedAt = z.infer<typeof IssuedAt>

/**
 * When it expires. `fixed` at an instant; `sliding`: after so many seconds without use (so it is as long-lived as it has
 * proved to be); `lasts`: lives so many seconds after issue, where only the duration is known.
 */
export const Expires = z.union([
  z.strictObject({ fixed: Instant }),
  z.strictObject({ slidingSeconds: z.number().positive() }),
  z.strictObject({ lastsSeconds: z.number().positive() }),
  z.literal('never'),
  z.literal('not-reported'),
])
export type Expires = z.infer<typeof Expires>

/**
 * When it was last used. 'never' only where the provider surely tracks use; 'not-reported' where it does not track, or
 * answered nothing; `notSince`: the provider keeps a window and saw no use inside it.
 */
export const LastUsed = z.union([
  z.strictObject({ at: Instant, service: z.string().max(200).optional(), region: z.string().max(200).optional() }),
  z.strictObject({ notSince: Instant }),
  z.literal('never'),
  z.literal('not-reported'),
])
export type LastUsed = z.infer<typeof LastUsed>

/**
 * What a token may do, as the provider states it; `score/scope` turns it into grants. Big documents are not repeated:
 * `documents` names the hashes of documents the same connector yields before the sightings that point at them.
 */
export const Permissions = z.union([
  z.strictObject({
    /** Says which file of `score/scope` reads it: 'aws.iam', 'github.permissions', 'github.scopes', 'github.deploy-key', 'stated'. */
    scheme: z.string().min(1).max(100),
    stated: z.custom<Json>(),
    documents: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .max(2_000)
      .optional(),
  }),
  z.literal('not-reported'),
])
export type Permissions = z.infer<typeof Permissions>

const Name = z.string().min(1).max(1024)

/**
 * A part of a source that is read whole or not, each by itself, where one source reads several: an account of an organisation. What carries
 * one is taken as gone only when its own part was read whole, whatever else could not be read.
 */
export const Part = z.string().min(1).max(320)
const Tags = z.record(z.string().max(256), z.string().max(1024))

/** A hint at who owns a token: a provider's handle ("github:octocat"), an e-mail address, or a team's name. */
export const OwnerHint = z.strictObject({
  how: z.enum(['handle', 'email', 'name']),
  value: z.string().min(1).max(320),
  says: z.string().max(200),
})
export type OwnerHint = z.infer<typeof OwnerHint>

/** The controls a provider shows on a token. What it does not show is left out: `ControlFacts` would fill it in as absent. */
const SeenControls = z.strictObject({
  networkConfined: z.boolean().optional(),
  revocationMinutes: z.number().finite().min(0).nullable().optional(),
  monitored: z.boolean().optional(),
  secretScanning: z.boolean().optional(),
} satisfies Record<keyof ControlFacts, z.ZodType>)

/**
 * What a connector says of one token in one sync. A list of named facts, so that no secret has a field to rest in.
 * `evidence` names, for each fact, the provider's call or column that said it.
 */
export const Sighting = z.strictObject({
  /** The provider's own id, never a secret; where the id is the secret, its HMAC. */
  externalId: z.string().min(1).max(1024),
  part: Part.optional(),
  /** 'aws.access-key', 'github.pat.fine-grained', … — `<provider>.<kind>`. */
  kind: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .max(100),
  name: Name,
  /** What a person may recognise it by without it being the secret: "AKIA…7Q2X", "…4f9c2a10". */
  displayId: z.string().max(200).optional(),
  /** The last eight characters of the secret, where its provider lists them (and it has thirty or more): leaks are matched by them. */
  lastEight: z.string().length(8).optional(),
  lifecycle: Lifecycle,
  issuedAt: IssuedAt,
  expires: Expires,
  lastUsed: LastUsed,
  /**
   * The longest life the provider allows this kind of token, where it says so. It bounds what is else unknown: a token
   * approved at some time after its issue can be no older than its expiry less this.
   */
  maxLifeSeconds: z.number().positive().optional(),
  /** Seconds, overlap included; only where the platform itself rotates and removes the old secret. */
  rotationEnforcedSeconds: z.number().min(0).nullable(),
  binding: Binding,
  popVerified: z.union([z.boolean(), z.literal('not-reported')]),
  permissions: Permissions,
  ownerHints: z.array(OwnerHint).max(20),
  /** Names a workload by its own name or key, where the provider or the file tells. */
  workloadHint: z.string().max(320).optional(),
  tags: Tags,
  /** Who holds it on the other side, where it is not us: the vendor's or App's name. */
  thirdParty: z.string().max(320).optional(),
  consumers: z.array(z.string().max(320)).max(100),
  storage: z.enum(['vault', 'plaintext', 'not-reported']),
  /** A kind that should not exist at all (an AWS root access key). */
  prohibited: z.boolean(),
  agent: Agent.optional(),
  sensitivity: Sensitivity.optional(),
  /** Controls the provider itself shows on this token (an IP condition), all of them observed now. */
  controls: SeenControls.optional(),
  /** fact -> the call or column that said it. */
  evidence: z.record(z.string().max(100), z.string().max(300)),
  /** How it can be switched off and removed, in the provider's words. */
  disable: z.string().max(300).optional(),
  revoke: z.string().max(300).optional(),
})
export type Sighting = z.infer<typeof Sighting>

/** What mints short-lived tokens: a role with its trust and longest session, a GitHub App, an OIDC provider. */
export const IssuerSighting = z.strictObject({
  externalId: z.string().min(1).max(1024),
  part: Part.optional(),
  kind: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .max(100),
  name: Name,
  /** What it mints, in words: "STS session", "installation token". */
  mints: z.string().max(200),
  mintedBinding: Binding,
  /** Whether whoever accepts what it mints cannot but check that binding, as with a certificate in TLS; left out where that is not known. */
  mintedPopVerified: z.boolean().optional(),
  /** Longest life of what it mints. */
  maxLifeSeconds: z.union([z.number().positive(), z.literal('not-reported')]),
  /** Who may ask it: OIDC subjects, services, accounts, in the provider's words. */
  trusts: z.array(z.string().max(1024)).max(200),
  permissions: Permissions,
  lastUsed: LastUsed,
  tags: Tags,
  evidence: z.record(z.string().max(100), z.string().max(300)),
})
export type IssuerSighting = z.infer<typeof IssuerSighting>

export const ControlType = z.enum(['network', 'revocation', 'monitoring', 'secret-scanning', 'audience', 'vaulting'])
export type ControlType = z.infer<typeof ControlType>

/** A compensating control with its evidence; it reaches one token, one workload, or everything of the source. */
export const ControlSighting = z.strictObject({
  type: ControlType,
  on: z.union([z.strictObject({ token: z.string() }), z.strictObject({ workload: z.string() }), z.literal('source')]),
  evidence: z.string().min(1).max(2_000),
  evidencedAt: Instant,
  /** For a revocation drill: how long revocation really took. */
  minutes: z.number().min(0).optional(),
})
export type ControlSighting = z.infer<typeof ControlSighting>

/** A person or team named by a file. `key` is what other rows point at. */
export const OwnerSighting = z.strictObject({
  key: z.string().min(1).max(320),
  kind: z.enum(['person', 'team']),
  name: Name,
  email: z.email().max(320).optional(),
  /** Handles by which providers name this owner: "github:octocat", "aws:ana". */
  handles: z.array(z.string().max(320)).max(50),
  team: z.string().max(320).optional(),
  manager: z.string().max(320).optional(),
  status: z.enum(['active', 'departed']),
})
export type OwnerSighting = z.infer<typeof OwnerSighting>

export const WorkloadSighting = z.strictObject({
  key: z.string().min(1).max(320),
  name: Name,
  environment: z.string().max(100).optional(),
  sensitivity: Sensitivity.optional(),
  dataClasses: z.array(z.string().max(100)).max(50),
  agent: Agent,
  /** Owner key of the human who answers for it. */
  accountable: z.string().max(320).optional(),
  owner: z.string().max(320).optional(),
  status: z.enum(['active', 'decommissioned', 'vendor-ended']),
})
export type WorkloadSighting = z.infer<typeof WorkloadSighting>

/** A leak as a file or provider tells it; matched to a token by its external id. */
export const ExposureSighting = z.strictObject({
  token: z.string().min(1).max(1024),
  state: z.enum(['suspected', 'confirmed', 'abuse']),
  foundIn: z.string().min(1).max(1024),
  foundAt: Instant,
  stillValid: z.union([z.boolean(), z.literal('not-reported')]),
})
export type ExposureSighting = z.infer<typeof ExposureSighting>

/**
 * Something that could not be seen. Any gap makes the run partial, and what it may have hidden is never taken as gone: everything, or the
 * part that it names.
 */
export const Gap = z.strictObject({
  part: Part.optional(),
  /** The object that is missing: 'GitHub fine-grained tokens', 'last use of access keys'. */
  object: z.string().max(200),
  /** The call that failed, with its page or line where there is one: "GET /orgs/acme/personal-access-tokens page 3". */
  call: z.string().max(500),
  why: z.enum(['not-permitted', 'not-found', 'throttled', 'failed', 'malformed', 'too-large', 'capped', 'loop', 'inconsistent', 'cut-off']),
  /** What happened, what it means and how to fix it, in words; never a provider's raw body. */
  says: z.string().max(1_000),
})
export type Gap = z.infer<typeof Gap>

/** Everything a connector may yield, in the order it saw it. */
export type Observation =
  | { see: 'document'; hash: string; scheme: string; body: Json }
  | { see: 'token'; token: Sighting; at?: string }
  /**
   * A token that the provider was asked for by name and said is over, without a word more: one that is known is gone, one that is not
   * never was. For a source whose list is not the provider's own, where absence from the list means nothing.
   */
  | { see: 'ended'; externalId: string }
  | { see: 'issuer'; issuer: IssuerSighting }
  | { see: 'control'; control: ControlSighting }
  | { see: 'owner'; owner: OwnerSighting; at?: string }
  | { see: 'workload'; workload: WorkloadSighting; at?: string }
  | { see: 'exposure'; exposure: ExposureSighting; at?: string }
  /** A leaked secret that a finder tells of, whose token is to be found by what is known of it. */
  | { see: 'leak'; leak: LeakSighting; at?: string }
  | { see: 'gap'; gap: Gap }
  /**
   * A listing that was read to its end: what the coverage page is made of. `seen` counts its rows. `kinds`: the kinds of
   * token (or how they begin) of which now none is left unseen, whatever could not be read elsewhere; left out where a row was refused.
   */
  | { see: 'covered'; object: string; seen: number; kinds?: readonly string[] }
  /**
   * A part and how it was read: 'whole' to its end, which a gap of it or of no part undoes; 'left-out' because it is not to be read or cannot
   * be used (an account that is suspended), so that nothing of it is gone and nothing is missing.
   */
  | { see: 'part'; part: string; how: 'whole' | 'left-out' }
  /** All that is told was seen by somebody else, at this instant and not now: a look is no newer than that. */
  | { see: 'as-of'; instant: Date }
  /** Everything yielded so far may be kept, and a killed run may resume from here. */
  | { see: 'mark'; cursor: Json; expected?: number }
