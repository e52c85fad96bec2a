import { createHash } from 'node:crypto'
import stableStringify from 'safe-stable-stringify'
import type { IssuerSighting, Sighting } from './sighting.ts'

/** A sighting as it is stored: the same fields, instants as ISO text. */
export type Observed = { readonly [field: string]: unknown }

/** Canonical text of a sighting: the same facts give the same text, in whatever order a provider told them. */
export function canonical(sighting: object): string {
  return stableStringify(sighting) ?? 'null'
}

/** A hash of the facts; a sync writes a row only where this differs from what is there. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32)
}

/** A stored token sighting with its instants as instants again. */
export function revive(observed: Observed): Sighting {
  const stored = observed as unknown as Sighting
  const { issuedAt, expires, lastUsed } = stored
  return {
    ...stored,
    issuedAt:
      issuedAt === 'not-reported'
        ? issuedAt
        : typeof issuedAt === 'object' && 'atLeastSince' in issuedAt
          ? { atLeastSince: new Date(issuedAt.atLeastSince) }
          : new Date(issuedAt),
    expires: typeof expires === 'object' && 'fixed' in expires ? { fixed: new Date(expires.fixed) } : expires,
    lastUsed: reviveUse(lastUsed),
  }
}

/** A stored issuer sighting with its instants as instants again. */
export function reviveIssuer(observed: Observed): IssuerSighting {
  const stored = observed as unknown as IssuerSighting
  return { ...stored, lastUsed: reviveUse(stored.lastUsed) }
}

/** A stored last use with its instant as an instant again. */
export function reviveUse(lastUsed: Sighting['lastUsed']): Sighting['lastUsed'] {
  if (typeof lastUsed === 'string') return lastUsed
  return 'at' in lastUsed ? { ...lastUsed, at: new Date(lastUsed.at) } : { notSince: new Date(lastUsed.notSince) }
}
