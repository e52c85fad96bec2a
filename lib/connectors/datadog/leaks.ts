import { z } from 'zod'
import type { LeakSighting } from '../../model/leak.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import type { Reads } from '../rest/api.ts'
import type { Place } from '../rest/listing.ts'
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

/** API keys, application keys and access tokens: what may have leaked stands in one of them. */
const lists = 3

/** Leaks of keys and tokens that Datadog found by itself: it knows its own, so that each is told with the key's id. */
export class Leaks {
  readonly #now: Date
  readonly #beside = new Map<string, Leaked['attributes']>()
  #seen = 0
  #told = 0
  #untold = 0
  #whole = 0

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

  /** The same observations of a list; kept is whether it was read whole, by this run and from its first page on. */
  async *through(list: AsyncIterable<Observation>, from: Pick<Place, 'page'>): AsyncGenerator<Observation> {
    for await (const observation of list) {
      if (observation.see === 'covered' && observation.kinds?.length && from.page === 0) this.#whole += 1
      yield observation
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

  /**
   * That leaks were read. They were not where answers did not tell what they were asked for, where a list was refused or cut short, and
   * where a run goes on after a kill: what the one before it told is not in the count.
   */
  *end(): Generator<Observation> {
    if (this.#whole === lists && this.#told > 0 && this.#untold === 0) yield { see: 'covered', object: leaksObject, seen: this.#seen }
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
