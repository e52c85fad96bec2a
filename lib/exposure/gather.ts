import type { LeakPlace, LeakSighting } from '../model/leak.ts'
import type { Finding } from './finding.ts'

const placesKept = 20

/**
 * Finds as leaks: one secret is one leak, in however many places it lies, the earliest first. A find without a secret is one by its
 * place alone. `foundAt` is when the report was made.
 */
export class Gathering {
  readonly #byKey = new Map<string, LeakSighting>()
  /** Every place of each, however many: only a few of them are kept with it. */
  readonly #placesOf = new Map<string, Set<string>>()
  readonly #foundAt: Date

  constructor(foundAt: Date) {
    this.#foundAt = foundAt
  }

  /** How many leaks there are so far. */
  get size(): number {
    return this.#byKey.size
  }

  add(finding: Finding): void {
    const key = keyOf(finding)
    const place = { in: finding.place, at: finding.at, url: finding.url }
    const before = this.#byKey.get(key)
    const places = this.#placesOf.get(key) ?? new Set()
    const isNew = !places.has(place.in)
    this.#placesOf.set(key, places.add(place.in))
    if (!before) {
      const { detector, kind, reference, tail, fingerprint, repository, stillValid, secretSeen } = finding
      const marks = { detector, kind, reference, tail, fingerprint, repository, stillValid, secretSeen }
      this.#byKey.set(key, { key, ...marks, foundAt: this.#foundAt, places: [place], placeCount: 1, finderSays: null, finderClosed: false })
      return
    }
    before.secretSeen ||= finding.secretSeen
    before.kind ??= finding.kind
    before.repository ??= finding.repository
    // Whoever tried it with success is right, whatever another find of it could not try.
    if (finding.stillValid === 'yes') before.stillValid = 'yes'
    if (!isNew) return
    before.placeCount = places.size
    before.places = earliest([...before.places, place])
  }

  leaks(): LeakSighting[] {
    return [...this.#byKey.values()]
  }
}

/** What names a leak: the provider's id, else the secret's fingerprint, else what found it and where. */
export function keyOf({
  reference,
  fingerprint,
  detector,
  place,
}: Pick<Finding, 'reference' | 'fingerprint' | 'detector' | 'place'>): string {
  if (reference) return `id:${reference}`
  return fingerprint ? `secret:${fingerprint}` : `place:${`${detector} ${place}`.slice(0, 480)}`
}

/** The first few places, the earliest first; one without a date stands last. */
export function earliest(places: readonly LeakPlace[]): LeakPlace[] {
  const time = ({ at }: LeakPlace) => at?.getTime() ?? Number.POSITIVE_INFINITY
  return places.toSorted((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0)).slice(0, placesKept)
}
