import type { Gap, Observation } from '../../model/sighting.ts'
import { Failures } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Query, Reads } from './api.ts'
import { readWhole, type Rows } from './listing.ts'

/** Small listings of one sort, one for each app or user: what came of all of them together. */
export class Each {
  readonly #object: string
  readonly #kinds: readonly string[]
  readonly #failures: Failures
  readonly #gaps: Gap[] = []
  #seen = 0
  #asked = false
  readonly #told = new Map<Gap['why'], string>()

  constructor(object: string, fix: string, kinds: readonly string[] = []) {
    this.#object = object
    this.#kinds = kinds
    this.#failures = new Failures(object, fix)
  }

  /** Whether any of them could not be read, or not wholly. */
  get failed(): boolean {
    return this.#gaps.length > 0 || this.#failures.any
  }

  /**
   * The rows of one; null where they could not be read, or where it is pointless to go on. `orNothing`: null as well where a row was
   * refused, for what a part of would say less than there is. Throws on a refused credential.
   */
  async read<Row>(api: Reads, rows: Rows<Row>, { orNothing = false } = {}): Promise<Row[] | null> {
    this.#asked = true
    if (this.#failures.hopeless) return null
    try {
      const { rows: found, gap } = await readWhole(api, rows, this.#object)
      if (gap) this.#gaps.push(gap)
      this.#failures.worked()
      this.#seen += found.length
      return gap && orNothing ? null : found
    } catch (error) {
      this.#failures.failed(error)
      return null
    }
  }

  /** One thing that is no list. */
  async one<T>(api: Reads, path: string, parse: (data: unknown) => T | null, query?: Query): Promise<T | null> {
    this.#asked = true
    if (this.#failures.hopeless) return null
    try {
      const value = parse((await api.get(path, query)).data)
      const call = `GET ${path}`
      if (value === null) throw new CallError('provider', `${call} answered something that cannot be read.`, { call, why: 'malformed' })
      this.#failures.worked()
      this.#seen += 1
      return value
    } catch (error) {
      this.#failures.failed(error)
      return null
    }
  }

  /**
   * What could not be seen for a reason that was not told yet: to be told before a mark, as a killed run goes on after it and knows nothing of
   * it any more.
   */
  *pending(): Generator<Observation> {
    for (const gap of this.#all()) {
      if (this.#told.has(gap.why)) continue
      this.#told.set(gap.why, gap.says)
      yield { see: 'gap', gap }
    }
  }

  /** The rest that could not be seen, and, where there was nothing, that. `whole`: none was left out that these belong to. */
  *end(whole: boolean): Generator<Observation> {
    const gaps = this.#all()
    for (const gap of gaps) if (this.#told.get(gap.why) !== gap.says) yield { see: 'gap', gap }
    if (gaps.length === 0 && (whole || this.#asked))
      yield { see: 'covered', object: this.#object, seen: this.#seen, ...(whole && { kinds: this.#kinds }) }
  }

  /** Each reason once: how often is in its words. */
  #all(): readonly Gap[] {
    return [...this.#gaps.slice(0, 1), ...this.#failures.gaps()]
  }
}

/** A listing, with what could not be seen beside it told before each of its marks. */
export async function* tellingBefore(
  listing: AsyncIterable<Observation>,
  beside: readonly { pending(): Iterable<Observation> }[],
): AsyncGenerator<Observation> {
  for await (const observation of listing) {
    if (observation.see === 'mark') for (const one of beside) yield* one.pending()
    yield observation
  }
}
