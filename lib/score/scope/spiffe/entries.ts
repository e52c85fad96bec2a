import type { NamedTable } from '../named.ts'

/**
 * What SPIRE itself lets an identity do, by the flags of its registration entry. What other services let it do is theirs to say, and is not
 * here.
 */
export const spiffeEntries: NamedTable = {
  provider: 'SPIRE',
  service: 'spire',
  names: {
    admin: { level: 6, because: 'it makes and removes entries, and has itself or anybody given any identity of the trust domain' },
    // An administrator's id among them.
    downstream: { level: 6, because: 'it is given an authority of its own, which signs any identity of the trust domain' },
  },
  within: { 'trust domain': 4 },
}
