import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { Place, startOf } from './listing.ts'

/** A part of a run, in its turn: a listing, mostly. `from` is where a killed run left it. */
export type Phase<Reading> = { name: string; read(reading: Reading, from: Place): AsyncIterable<Observation> }

/**
 * Reads phase after phase, with a mark between them, from where the cursor says (a damaged one means from the beginning). A credential
 * that is refused in the middle of a run ends it with a gap; what was read before is kept. `provider`: its name to people.
 */
export async function* readPhases<Reading extends { world: Pick<ConnectorWorld, 'signal'> }>(
  provider: string,
  phases: readonly Phase<Reading>[],
  reading: Reading,
  cursor: Json,
): AsyncGenerator<Observation> {
  const place = Place.safeParse(cursor)
  const at = place.success ? phases.findIndex(({ name }) => name === place.data.phase) : -1
  for (const [index, phase] of phases.entries()) {
    if (index < at) continue
    try {
      yield* phase.read(reading, index === at && place.success ? place.data : startOf(phase.name))
    } catch (error) {
      reading.world.signal.throwIfAborted()
      if (!(error instanceof CallError) || error.status !== 401) throw error
      const says = `${provider} refused the credential in the middle of the run: it was revoked or has expired. Everything from here on was not read; give the source a new credential.`
      yield { see: 'gap', gap: { object: 'everything after this call', call: error.call, why: 'not-permitted', says } }
      return
    }
    const next = phases[index + 1]
    if (next) yield { see: 'mark', cursor: startOf(next.name) }
  }
}
