import { createHash } from 'node:crypto'
import type { TokenRow } from './token-row.ts'

/**
 * A few letters that differ as soon as a row of the list does, so that a page can ask whether what it shows is still so. A use alone
 * is no change: every sync brings those, and nobody waits for them.
 */
export function rowMark({ lastUsedAt: _at, lastUsedService: _service, ...row }: TokenRow): string {
  return createHash('sha1').update(JSON.stringify(row)).digest('base64url').slice(0, 8)
}
