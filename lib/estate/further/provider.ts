import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from '../answer.ts'
import type { EstateState } from '../state.ts'
import type { View } from '../view.ts'

/** One request to a provider of the estate, its path without the provider's own part of the address. */
export type Asked = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** The provider's own address: "http://127.0.0.1:4599/openai". */
  base: string
}

/** What a change makes of the estate, beside what it answers. */
export type Changed = Answer & { next?: EstateState }

/** What an installation connects to have this provider before it. `action`: what the source may act with, or null where nothing can be done there. */
export type FurtherSource = {
  kind: string
  name: string
  settings: Record<string, unknown>
  credential: unknown
  action: unknown
  everyMinutes: number
}

/**
 * A provider that the company has beside AWS, GitHub and Jira: its real paths, paging and errors over rows that are a function of seed,
 * row and clock. One folder and one line of `providers.ts`.
 */
export type FurtherProvider = {
  /** The first part of its address: "openai". */
  name: string
  /** `epoch`: the instant that ages count back from (ms); `listening`: its own port, where it has one. */
  source(seed: number, url: string, at: { epoch: number; listening: Listening | undefined }): FurtherSource
  /** The secrets by which its callers are known; each is a canary. `seed` makes them. */
  answer(view: View, asked: Asked): Changed
  /** Opens a port of its own, where it speaks something else than HTTP/1 as well. */
  listen?(estate: Company): Promise<Listening>
}

/** What a listener of its own may use of the estate. `asked`: a request, by what it asks. */
export type Company = { view(): View; keep(next: EstateState): void; asked(call: string): void }

/** A provider's own port: "127.0.0.1:41234", and who is let in there. */
export type Listening = { address: string; credential: unknown; close(): Promise<void> }
