import { providerOf } from '../model/how.ts'
import { Facts } from '../model/facts.ts'
import type { Breadth } from '../model/grant.ts'
import type { Score } from '../model/score.ts'
import type { IssuerSighting } from '../model/sighting.ts'
import { score } from './score.ts'

/**
 * Scores an issuer by what it mints: a token of its longest life, fresh from issue, with its permissions. It is no token
 * itself, so who owns it and how long it has existed do not count; what it mints has just been used.
 */
export function assessIssuer(issuer: IssuerSighting, breadth: readonly Breadth[] | 'not-reported'): Score {
  return score(
    Facts.parse({
      id: issuer.externalId,
      provider: providerOf(issuer.kind),
      kind: issuer.kind,
      ttlSeconds: issuer.maxLifeSeconds,
      ageDays: 0,
      idleDays: 0,
      binding: issuer.mintedBinding,
      popVerified: issuer.mintedPopVerified ?? 'not-reported',
      scope: breadth === 'not-reported' || breadth.length === 0 ? 'not-reported' : [...breadth],
      owner: 'assigned',
    }),
  )
}
