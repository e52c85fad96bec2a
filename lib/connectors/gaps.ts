import type { Gap } from '../model/sighting.ts'
import { CallError } from './http/call-error.ts'

/**
 * A failed listing as a gap. `fix` says what to do about a missing permission. Thrown on: an error that is not the provider's, and a
 * refused credential (401), after which nothing else can be read either.
 */
export function gapOf(error: unknown, object: string, fix = ''): Gap {
  if (!(error instanceof CallError) || error.status === 401) throw error
  const advice = fix && (error.why === 'not-permitted' || error.why === 'not-found') ? ` ${fix}` : ''
  const says = `${error.message}${advice} Until it can be read, nothing of this kind is taken as gone.`
  return { object, call: error.call.slice(0, 500), why: error.why, says: says.slice(0, 1_000) }
}

/** Rows that are not the account's, organisation's or repository's that was asked for. */
export function foreignGap(object: string, call: string, count: number, expected: string): Gap {
  const says = `${count} of the rows belong to another account than ${expected}; they were left out, and nothing is taken as gone.`
  return { object, call: call.slice(0, 500), why: 'inconsistent', says: says.slice(0, 1_000) }
}

/** The provider said how many there are, and that is not how many came. */
export function countGap(object: string, call: string, said: number, seen: number): Gap {
  const says = `${call} says that there are ${said}, but ${seen} were listed. What is missing cannot be told, so nothing of this kind is taken as gone.`
  return { object, call, why: 'inconsistent', says }
}

/**
 * Gathers the failures of many small calls (one a repository, one a user) into one gap a reason, and says when it is pointless to go
 * on: after so many failures in a row, the next thousand will fail too.
 */
export class Failures {
  readonly #object: string
  readonly #fix: string
  readonly #byWhy = new Map<Gap['why'], { first: CallError; count: number }>()
  readonly #giveUpAfter: number
  readonly #told = new Map<Gap['why'], string>()
  #inARow = 0
  #tried = 0

  constructor(object: string, fix: string, giveUpAfter = 20) {
    this.#object = object
    this.#fix = fix
    this.#giveUpAfter = giveUpAfter
  }

  get hopeless(): boolean {
    return this.#inARow >= this.#giveUpAfter
  }

  get any(): boolean {
    return this.#byWhy.size > 0
  }

  worked(): void {
    this.#tried += 1
    this.#inARow = 0
  }

  failed(error: unknown): void {
    if (!(error instanceof CallError) || error.status === 401) throw error
    this.#tried += 1
    this.#inARow += 1
    const known = this.#byWhy.get(error.why)
    if (known) known.count += 1
    else this.#byWhy.set(error.why, { first: error, count: 1 })
  }

  /** What was not told yet: to be told before a mark, as a killed run goes on after it and knows nothing of it any more. */
  *pending(): Generator<{ see: 'gap'; gap: Gap }> {
    for (const gap of this.gaps()) {
      if (this.#told.has(gap.why)) continue
      this.#told.set(gap.why, gap.says)
      yield { see: 'gap', gap }
    }
  }

  /** What is left to tell at the end: each reason with how often it was. */
  *rest(): Generator<{ see: 'gap'; gap: Gap }> {
    for (const gap of this.gaps()) if (this.#told.get(gap.why) !== gap.says) yield { see: 'gap', gap }
  }

  gaps(): Gap[] {
    return [...this.#byWhy.values()].map(({ first, count }) => {
      const gap = gapOf(first, this.#object, this.#fix)
      const many = count > 1 ? ` ${count} of ${this.#tried} such calls failed this way; this was the first.` : ''
      const stopped = this.hopeless ? ' The rest was not tried.' : ''
      return { ...gap, says: `${gap.says}${many}${stopped}`.slice(0, 1_000) }
    })
  }
}
