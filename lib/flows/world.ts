import type { Log } from '../connectors/contract.ts'
import type { Peers } from '../connectors/http/guarded-peers.ts'
import type { Db } from '../db/db.ts'
import type { HandedOver, Letter } from '../model/message.ts'
import type { Cost } from './password.ts'

/** Everything a flow may touch, composed by a door, a job or a command and handed in; a flow reaches for nothing else. */
export type World = {
  db: Db
  /** The one way out to providers: guarded for address, origin, size and time. */
  fetch: typeof fetch
  /** The other one, to servers known by a SPIFFE id: as guarded. */
  peers: Peers
  /** The way to the mail server; null where this installation has none. */
  mail: Mail | null
  /** Scheme, host and port under which people reach this installation: what links in messages begin with. */
  site: string
  /** The instant this act counts from; the demo can move it. */
  now: Date
  log: Log
  /** Opens a sealed credential; the binding is what it was sealed for (table, row, column). */
  unseal(sealed: string, binding: SealBinding): unknown
  seal(value: unknown, binding: SealBinding): { keyId: string; sealed: string }
  /** Keys the audit's hash chain. */
  auditKey: Buffer
  /** What a password's hash may take. Left out: as much as the product asks. Only tests ask for less: they hash hundreds. */
  passwordCost?: Cost
  signal: AbortSignal
}

/** What a sealed value belongs to: it opens nowhere else. */
export type SealBinding = { purpose: string; table: string; row: string; column: string }

/** A mail server, by the name that may be shown. */
export type Mail = { server: string; open(signal: AbortSignal): MailLine }

/** A connection that takes one letter after the other; made anew where it broke. */
export type MailLine = { send(letter: Letter): Promise<HandedOver>; close(): void }
