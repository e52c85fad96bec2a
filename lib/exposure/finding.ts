import type { StillValid } from '../model/leak.ts'
import { kindNamed, secretMarks, type SecretMarks } from './secret-kind.ts'
import { fingerprintOf } from './fingerprint.ts'

/** What a report says of one find, with the secret still in it: made, read once by `withoutSecret`, and kept nowhere. */
export type RawFinding = {
  detector: string
  /** The finder's own name of the kind. */
  names: string
  /** Null where the report was written without secrets. */
  secret: string | null
  /** Whether the whole secret stands there, and not an id alone. */
  secretSeen: boolean
  place: string
  repository: string | null
  url: string | null
  at: Date | null
  stillValid: StillValid
}

/** The same without it. */
export type Finding = Omit<RawFinding, 'secret'> & SecretMarks & { fingerprint: string | null }

/** Takes the secret out of a find: what is left tells which it is and cannot be used. */
export function withoutSecret({ secret, ...finding }: RawFinding, key: Buffer): Finding {
  if (secret === null || secret.trim() === '')
    return { ...finding, secretSeen: false, kind: kindNamed(finding.names), reference: null, tail: null, fingerprint: null }
  const bare = secret.trim()
  const marks = secretMarks(bare, finding.names)
  // By the id alone, where there is one: one finder shows it without the secret beside it, another with it.
  return { ...finding, ...marks, fingerprint: fingerprintOf(marks.reference ?? bare, key) }
}
