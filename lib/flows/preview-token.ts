import { looksRandom } from '../connectors/file/secret-value.ts'
import type { Level, Reach } from '../model/grant.ts'
import type { Verdict } from '../model/score.ts'
import type { Sighting } from '../model/sighting.ts'
import { assess } from '../score/assess.ts'
import { rate } from '../score/scope/rate.ts'

/**
 * A row as the inventory would have it, in words: a time is a day in ISO 8601 or what is known of one ("by 2026-01-05", "never", "30 s after
 * use"), and null where nothing is reported. What may be a secret is not in it.
 */
export type PreviewToken = {
  at: string
  /** Null where its name looks as if made by chance, as secrets do. */
  name: string | null
  kind: string
  displayId: string | null
  issued: string | null
  expires: string | null
  lastUsed: string | null
  can: { level: Level; reach: Reach } | null
  owner: string | null
  /** By the row alone: whose it is, and what uses it, is matched at the import. */
  verdict: Verdict
}

const nobody = { ownerId: null, ownerHow: null, workloadId: null, workloadHow: null }
const day = (at: Date) => at.toISOString().slice(0, 10)

/** A sighting as it is shown before it is kept. */
export function previewToken(token: Sighting, at: string, now: Date): PreviewToken {
  const rating = token.permissions === 'not-reported' ? null : rate(token.permissions, () => undefined)
  const can = rating && rating.breadth !== 'not-reported' ? rating.breadth : null
  const known = { owner: null, workload: null, controls: [], exposures: [], stated: [], gone: false }
  const { score } = assess(token, { ...known, breadth: can && rating ? rating.breadths : 'not-reported' }, can, nobody, now)
  const shown = (text: string | undefined) => (text === undefined || looksRandom(text) ? null : text)
  return {
    at,
    name: shown(token.name),
    kind: token.kind,
    displayId: shown(token.displayId),
    issued: issuedWords(token.issuedAt),
    expires: expiresWords(token.expires),
    lastUsed: usedWords(token.lastUsed),
    can,
    owner: shown(token.ownerHints[0]?.value),
    verdict: score.verdict,
  }
}

function issuedWords(issued: Sighting['issuedAt']): string | null {
  if (issued === 'not-reported') return null
  return issued instanceof Date ? day(issued) : `by ${day(issued.atLeastSince)}`
}

function expiresWords(expires: Sighting['expires']): string | null {
  if (expires === 'not-reported') return null
  if (expires === 'never') return 'never'
  if ('fixed' in expires) return day(expires.fixed)
  return 'lastsSeconds' in expires ? `${expires.lastsSeconds} s after issue` : `${expires.slidingSeconds} s after use`
}

function usedWords(used: Sighting['lastUsed']): string | null {
  if (used === 'not-reported') return null
  if (used === 'never') return 'never'
  return 'at' in used ? day(used.at) : `not since ${day(used.notSince)}`
}
