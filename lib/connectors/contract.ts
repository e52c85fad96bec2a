import type { ConnectorFamily } from '../model/connector-family.ts'
import type { z } from 'zod'
import type { Json } from '../model/json.ts'
import type { ActPlace, ProviderVerb, Shown } from '../model/provider-act.ts'
import type { Observation, Sighting } from '../model/sighting.ts'
import type { Patience } from './http/caller.ts'
import type { Peers } from './http/guarded-peers.ts'

/** What a connector may use of the world. It has no database, no clock of its own and no other way out than these two. */
export type ConnectorWorld = {
  /** The way out for HTTP: checks addresses, origins, sizes and deadlines. A `fetch` that throws AppError codes 'provider' or 'unavailable'. */
  fetch: typeof fetch
  /**
   * The way out to servers that are known by a SPIFFE id and not by a name of the web, gRPC ones among them: the same checks and errors.
   * Its calls end with the signal that they are given, which is this world's.
   */
  peers: Peers
  /** The instant this run counts from. */
  now: Date
  /** Ends the run: a cancelled or fenced run aborts every call under way. */
  signal: AbortSignal
  log: Log
  /**
   * Stands for a secret that has no id of its own: the same secret gives the same text here, and nobody can try secrets against it
   * (a keyed hash, by a key of this installation).
   */
  fingerprint(secret: string): string
  /**
   * The instant of which the newest whole run of this source told; left out where there was none. Whoever reads what others saw must not take
   * the same look for another one.
   */
  wholeAt?: Date
  /** How long to go on with a provider that is throttled or broken; ordinary patience where left out. */
  patience?: Partial<Patience>
  /** The bytes of a file, for the connector that reads one; there only while it is being uploaded or imported. */
  input?: AsyncIterable<Uint8Array>
}

/** Structured log; takes no secret, and redacts the fields that could hold one. */
export type Log = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** One row of a connection test: a permission, whether it is there, and what is lost without it. */
export type Check = {
  permission: string
  state: 'granted' | 'missing' | 'cannot-tell'
  /** What the provider answered, in our words. */
  says: string
  /** What will not be seen without it. */
  lost: string
}

/**
 * A kind of object a provider has, for the coverage page. What was read is counted by the runs; `tokens` or `issuers` are the kinds of
 * rows in the inventory that come of it, where they do ("aws.service-credential.*": all that begin so). `optional`: read only where it is
 * asked for (see `Connector.notAsked`), so that a run which does not tell of it did not look; `toldAs` are the names by which runs tell of it,
 * where they have others for it than its own.
 */
export type Coverage = {
  object: string
  state: 'read' | 'not-offered' | 'not-built'
  says: string
  tokens?: readonly string[]
  issuers?: readonly string[]
  optional?: true
  toldAs?: readonly string[]
}

/** Objects of the coverage that settings do not ask for, each with why; where not `whole`, only a part of it is left out. */
export type NotAsked = Readonly<Record<string, { whole: boolean; says: string }>>

/**
 * What a connector's reading was verified against: a real server of its kind ('live-server'); the provider's own machine-readable
 * description, served over HTTP, for all the tokens it reads ('official-description') or some of them ('described-in-part'); or nothing that answers by itself, only the shapes of SDK types and documentation
 * ('shape-only'). `says` names it, with its version, and what was never tried.
 */
export type Verified = { how: 'live-server' | 'official-description' | 'described-in-part' | 'shape-only'; says: string }

/** A field of the settings form. The schema decides what is valid; this says how to ask for it. */
export type Field = {
  name: string
  label: string
  hint: string
  kind: 'text' | 'url' | 'secret' | 'multiline-secret' | 'list' | 'choice'
  required: boolean
  /** Secrets are sent to what stands in it, though it is no single address (kind 'url' always is). */
  holdsAddresses?: boolean
  choices?: readonly string[]
  example?: string
}

/** Something to copy into the provider, with what was filled in so far written into it. */
export type Snippet = { title: string; language: 'json' | 'text' | 'hcl'; text: string }

/** One way of letting Standdown in. Those for which nothing is kept stand first. */
export type WayIn = {
  /** Its name in an address: "web-identity". */
  id: string
  label: string
  /** How it works, and what it takes. */
  about: string
  /** What rests here for it; a 'standing key' is a standing privilege of our own, and `keepsSays` owns up to it. */
  keeps: 'nothing' | 'standing-key'
  keepsSays: string
  /** Settings that this way asks for, by the names of `fields`; `required` are those it cannot do without. */
  settings: readonly string[]
  required: readonly string[]
  /** Parts of the credential that are typed in, by the names of `fields`; none where nothing is kept. */
  credential: readonly string[]
  /** Parts of the credential that the way itself decides. */
  given?: Readonly<Record<string, string>>
  /** What is asked only to fill in the snippets, and is stored nowhere. */
  forSnippets?: readonly Field[]
  /** What to do in the provider's console, a step a line. */
  steps: readonly string[]
  snippets(filled: Readonly<Record<string, string>>): readonly Snippet[]
}

/** What a provider shows of one token now, and by which ids it is acted on there; `says` where it cannot be told. */
export type Look = { shown: Shown; place: ActPlace | null; says: string | null }

/**
 * How a connector changes one token at its provider: by a credential of its own, which is off by default and may do what is listed and
 * no more. Reading is never done with it, nor acting with the one that reads.
 */
export type Actions<Settings = unknown, Credential = unknown, ActionCredential = unknown> = {
  /** Kinds of token -> what can be done to them; a kind may end in ".*". One without 'disable' can only be deleted, for good. */
  kinds: Readonly<Record<string, readonly ProviderVerb[]>>
  credential: z.ZodType<ActionCredential>
  fields: readonly Field[]
  /** The least privilege that acting takes, as text to copy into the provider, and how the provider calls whoever has it. */
  policy: { title: string; text: string; language: 'json' | 'text' }
  /** What to do in the provider's console, a step a line. */
  steps: readonly string[]
  principal: string
  /** Whether the credential could act, a row a permission, without changing anything. Throws as `Connector.test` does. */
  test(settings: Settings, credential: ActionCredential, world: ConnectorWorld): Promise<readonly Check[]>
  /**
   * Why this credential may not be the one that acts: it is the one that reads, or belongs to the same identity, as far as that can be
   * told. Null where it is another one. Throws as `Connector.test` does.
   */
  sameAsReading(settings: Settings, reads: Credential, acts: ActionCredential, world: ConnectorWorld): Promise<string | null>
  /**
   * What the provider shows of a token, read with the credential that reads. What may only be hidden is 'cannot-tell', never 'gone'.
   * Throws CallError where it cannot be read at all.
   */
  look(settings: Settings, credential: Credential, world: ConnectorWorld, target: Sighting): Promise<Look>
  /**
   * Sends one change, once: it is never tried again by itself. `place` is what the look before gave, or null where there was none.
   * Throws CallError where the provider refused, failed, or gave no answer, NotSent where it did not come so far; that it returns
   * proves nothing either.
   */
  act(settings: Settings, credential: ActionCredential, world: ConnectorWorld, asked: AskedAct): Promise<void>
}

export type AskedAct = { target: Sighting; verb: ProviderVerb; place: ActPlace | null }

/**
 * One provider. Every connector has this silhouette and nothing else is known of it outside its folder.
 * `settings` hold no secret; `credential` is what is sealed. Both schemas are strict, so that a secret cannot slip into the settings.
 */
export type Connector<Settings = unknown, Credential = unknown, ActionCredential = unknown> = {
  kind: string
  family: ConnectorFamily
  label: string
  /** One sentence: what it reads. */
  about: string
  settings: z.ZodType<Settings>
  credential: z.ZodType<Credential>
  /** Credential values from environment variables, for the command line: field -> variable. */
  credentialEnv: Readonly<Record<string, string>>
  fields: readonly Field[]
  /** The least privilege it needs, as text to copy into the provider. */
  policy: { title: string; text: string; language: 'json' | 'text' }
  /** The ways of letting it in, the best first; none for what is imported. */
  ways: readonly WayIn[]
  /** What it reads, what the provider does not offer, and what is not built yet. */
  coverage: readonly Coverage[]
  /** Null where there is no provider to be wrong about (a file). */
  verified: Verified | null
  /** How it acts on tokens; left out where it can only read. */
  actions?: Actions<Settings, Credential, ActionCredential>
  /** True where the same id twice is a mistake of the person who wrote the input (a file), not the paging of a provider. */
  oncePerId?: boolean
  /** Whether a run sees everything there is, so that absence means gone. False for a file that holds a part. Default: true. */
  seesEverything?(settings: Settings): boolean
  /** Kinds of token or issuer (one may end in ".*") that these settings leave unread: absence says nothing of them. Default: none. */
  leavesUnread?(settings: Settings): readonly string[]
  /** What of `coverage` these settings do not ask for: it is shown as that, and never as seen. Each is `optional` there, or left out in part. Default: nothing. */
  notAsked?(settings: Settings): NotAsked
  /** Names what this source watches, to tell two sources apart: "account 123456789012", "organisation acme". */
  subject(settings: Settings): string
  /** One row a permission; throws AppError('provider' | 'unavailable') when nothing answers at all. */
  test(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]>
  /**
   * Reads everything, as a stream. A part that cannot be read is a `gap`, never silence; only what makes the whole run
   * pointless (wrong credential, unreachable, not this account) throws AppError. After a kill it is called again with the last `mark`'s cursor.
   */
  observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncIterable<Observation>
}
