import type { Expires, IssuedAt, LastUsed } from './sighting.ts'

/** `aws` of `aws.access-key`. */
export function providerOf(kind: string): string {
  return kind.split('.', 1)[0] ?? kind
}

/** In which of the four ways the issue date is known, for a column and a page. */
export function issuedHow(issuedAt: IssuedAt): 'exact' | 'at-least' | 'not-reported' {
  if (issuedAt === 'not-reported') return 'not-reported'
  return issuedAt instanceof Date ? 'exact' : 'at-least'
}

/** In which way the expiry is known. */
export function expiresHow(expires: Expires): 'fixed' | 'sliding' | 'lasts' | 'never' | 'not-reported' {
  if (typeof expires === 'string') return expires
  if ('fixed' in expires) return 'fixed'
  return 'slidingSeconds' in expires ? 'sliding' : 'lasts'
}

/** In which way the last use is known. */
export function usedHow(lastUsed: LastUsed): 'at' | 'not-since' | 'never' | 'not-reported' {
  if (typeof lastUsed === 'string') return lastUsed
  return 'at' in lastUsed ? 'at' : 'not-since'
}
