import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import type { CallError } from '../http/call-error.ts'
import { readListing, startOf, type Listing, type Place } from '../rest/listing.ts'
import type { Cluster } from './api.ts'
import type { Pods } from './pods.ts'
import type { Rights } from './rights.ts'

export type Reading = Cluster & { world: ConnectorWorld; rights: Rights; pods: Pods }

/** As often a listing is begun again whose place in it the server has forgotten. */
const mostRestarts = 3

/**
 * Reads a listing of the cluster. The server keeps a place in a list for some minutes; where it has forgotten ours (410) the list is read from its
 * beginning, and what came before comes again. One that is never read to its end in time is a gap.
 */
export async function* readCluster<Row>(
  reading: Pick<Cluster, 'api'> & { world: Pick<ConnectorWorld, 'signal'> },
  from: Place,
  listing: Omit<Listing<Row>, 'notThere'>,
): AsyncGenerator<Observation> {
  const forgotten: { by: CallError | null } = { by: null }
  const asked: Listing<Row> = {
    ...listing,
    notThere(error) {
      if (error.status !== 410) return false
      forgotten.by = error
      return true
    },
  }
  for (let at = from, restarts = 0; ; at = startOf(from.phase), restarts += 1) {
    forgotten.by = null
    yield* readListing(reading, at, asked)
    if (!forgotten.by) return
    if (restarts === mostRestarts) break
  }
  const says = `The list changes faster than it can be read: its place was forgotten ${mostRestarts + 1} times (410). Nothing of this kind is taken as gone.`
  yield { see: 'gap', gap: { object: listing.object, call: `GET ${listing.path}`, why: 'inconsistent', says } }
}

/** Something that is read whole before the rest: once in a run, and again where a killed run goes on without it. */
export class ReadOnce {
  readonly #read: () => AsyncIterable<Observation>
  #state: 'unread' | 'whole' | 'in-part' = 'unread'

  constructor(read: () => AsyncIterable<Observation>) {
    this.#read = read
  }

  get isWhole(): boolean {
    return this.#state === 'whole'
  }

  /** Reads it, and tells what came of it. */
  async *tell(): AsyncGenerator<Observation> {
    let whole = true
    for await (const observation of this.#read()) {
      if (observation.see === 'mark') continue
      if (observation.see === 'gap') whole = false
      yield observation
    }
    this.#state = whole ? 'whole' : 'in-part'
  }

  /** Reads it where that was not done yet, and tells what could not be seen alone: the rest was told before. */
  async *ensure(): AsyncGenerator<Observation> {
    if (this.#state !== 'unread') return
    for await (const observation of this.tell()) if (observation.see === 'gap') yield observation
  }
}
