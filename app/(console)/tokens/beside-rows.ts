import type { Beside } from '@/components/tokens/list/columns.tsx'
import type { Db } from '@/lib/db/db.ts'
import { rowDetails } from '@/lib/db/row-details.ts'
import type { TokenColumn } from '@/lib/model/token-columns.ts'
import type { TokenRow } from '@/lib/model/token-row.ts'
import type { Scope } from '@/lib/model/viewer.ts'
import { offersNoBinding } from '@/lib/posture/binding-offered.ts'
import { consumersOf } from '@/lib/posture/consumers.ts'

/** What the shown columns tell of these rows beside what is on them, by the tokens' ids. */
export async function besideRows(
  db: Db,
  scope: Scope,
  rows: readonly TokenRow[],
  columns: readonly TokenColumn[],
): Promise<ReadonlyMap<string, Beside>> {
  const details = await rowDetails(db, scope, rows.map(({ id }) => id), columns) // prettier-ignore
  return new Map(
    rows.map(({ id, kind, workloadName, thirdParty }) => {
      const { named = [], stated = [], lastUsed = 'not-reported', ...detail } = details.get(id) ?? {}
      const workload = workloadName === null ? null : { name: workloadName, how: null }
      const consumers = consumersOf({ named, stated, lastUsed, workload, thirdParty }).length
      return [id, { action: null, widenedAt: null, ...detail, consumers, unbindable: offersNoBinding(kind) }]
    }),
  )
}
