import type { Sighting } from '../sighting.ts'

/** A sighting that says the least, for tests to say what they are about. */
export function aSighting(said: Partial<Sighting> = {}): Sighting {
  return {
    externalId: 'AKIAEXAMPLE0001',
    kind: 'aws.access-key',
    name: 'billing-export',
    lifecycle: 'active',
    issuedAt: new Date('2026-05-01T00:00:00Z'),
    expires: 'never',
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'keyed-hmac',
    popVerified: 'not-reported',
    permissions: 'not-reported',
    ownerHints: [],
    tags: {},
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {},
    ...said,
  }
}
