import { z } from 'zod'
import type { LeakSighting } from '../../model/leak.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import type { Reads } from '../rest/api.ts'
import { WireId, WireInstant, wireText } from '../wire.ts'

/** What a row tells of its leak: null where Datadog has found none, left out where the answer tells nothing of leaks. */
export const LeakTold = z.object({ data: z.object({ id: WireId }).nullable() }).nullish()
export type LeakTold = z.infer<typeof LeakTold>

const Leaked = z.object({
  id: WireId,
  type: z.literal('leaked_keys'),
  attributes: z.object({ date: WireInstant, leak_source: wireText(300).nullish().catch(null) }),
})
type Leaked = z.infer<typeof Leaked>
const Beside = z.object({ included: z.array(z.unknown()) })

export const leaksObject = 'Datadog leaks of its own keys'
/** Datadog describes it for access tokens alone; of keys the rows tell by themselves, where they do. */
export const askedForLeaks = { include: 'leak_information' } as const

/** Leaks of keys and tokens that Datadog found by itself: it knows its own, so that each is told with the key's id. */
export class Leaks {
  readonly #now: Date
  readonly #beside = new Map<string, Leaked['attributes']>()
  #seen = 0
  #told = 0
  #untold = 0

  constructor(now: Date) {
    this.#now = now
  }

  /** The same interface; when and where something leaked stands beside the rows of an answer, and is kept. */
  noting(api: Reads): Reads {
    return {
      base: api.base,
      get: async (path, query) => {
        const answer = await api.get(path, query)
        for (const row of Beside.safeParse(answer.data).data?.included ?? []) {
          const leaked = Leaked.safeParse(row).data
          if (leaked) this.#beside.set(leaked.id, leaked.attributes)
        }
        return answer
      },
    }
  }

  /** A key or token, with its leak where there is one. `asked`: the answer was asked to tell of leaks, so that silence is none. */
  *with(token: Sighting, leak: LeakTold, asked: boolean): Generator<Observation> {
    yield { see: 'token', token }
    if (leak) this.#told += 1
    else if (asked) this.#untold += 1
    if (!leak?.data) return
    this.#seen += 1
    yield { see: 'leak', leak: this.#leakOf(token, leak.data.id) }
  }

  /** That leaks were read; where answers did not tell what they were asked for, they were not. */
  *end(): Generator<Observation> {
    if (this.#told > 0 && this.#untold === 0) yield { see: 'covered', object: leaksObject, seen: this.#seen }
  }

  #leakOf({ externalId, kind }: Sighting, id: string): LeakSighting {
    const { date, leak_source: source } = this.#beside.get(id) ?? { date: null, leak_source: null }
    return {
      key: `leaked-key:${id}:${externalId}`,
      detector: 'Datadog, of its own keys',
      kind,
      reference: externalId,
      tail: null,
      fingerprint: null,
      repository: null,
      foundAt: date ?? this.#now,
      stillValid: 'not-reported',
      secretSeen: true,
      places: [{ in: source || 'Datadog does not say where', at: null, url: null }],
      placeCount: 1,
      finderSays: date ? null : 'Datadog does not say when it was found: the clock runs from when it was first read.',
      finderClosed: false,
    }
  }
}
