import { createHash } from 'node:crypto'
import { configure } from 'safe-stable-stringify'
import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import { confines } from './confinement.ts'
import { storableValue } from '../storable-text.ts'

const canonical = configure({ deterministic: true, bigint: false })
const remembered = 20_000
const longest = 200_000 // characters; IAM's own limit for a policy is 10,240

/** Policy documents by the hash of their canonical text: each is yielded once, before whatever points at it. */
export class PolicyDocuments {
  readonly #known = new Set<string>()
  readonly #fresh: Observation[] = []
  readonly #confining = new Set<string>()

  /** The hash of a document as IAM sends it (JSON, URL-encoded), or null when it is not one. */
  add(encoded: unknown): string | null {
    const body = decode(encoded)
    if (body === null) return null
    const hash = createHash('sha256')
      .update(canonical(body) ?? '')
      .digest('hex')
    if (!this.#known.has(hash)) {
      // Forgetting costs a repetition that does no harm; remembering everything would cost memory without end.
      if (this.#known.size >= remembered) this.#known.clear()
      this.#known.add(hash)
      if (confines(body)) this.#confining.add(hash)
      this.#fresh.push({ see: 'document', hash, scheme: 'aws.iam.policy', body })
    }
    return hash
  }

  /** Whether a document denies everything from outside known networks. Few do, so these are never forgotten. */
  isConfining(hash: string): boolean {
    return this.#confining.has(hash)
  }

  /** The documents added since the last time. */
  takeFresh(): Observation[] {
    return this.#fresh.splice(0)
  }
}

/** A policy as JSON, from IAM's URL-encoded text. */
export function decode(encoded: unknown): Json | null {
  if (typeof encoded !== 'string' || encoded.length > longest) return null
  try {
    const body: unknown = JSON.parse(decodeURIComponent(encoded))
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
    return storableValue(body as Json, longest)
  } catch {
    return null
  }
}
