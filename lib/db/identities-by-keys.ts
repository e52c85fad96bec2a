import { fitOf, type WorkloadIdentity } from '../model/workload-identity.ts'
import type { Db } from './db.ts'

/** Identities shown of one workload; a name that more have tells nothing any more. */
const most = 6

/** Identities that fit wanted keys, the surest alone; empty where so many fit that none does. Issuers have no owner: no scope reaches them. */
export async function identitiesBy(db: Db, wanted: readonly string[]): Promise<WorkloadIdentity[]> {
  if (wanted.length === 0) return []
  const { rows } = await db.pool.query<Omit<WorkloadIdentity, 'fit' | 'by'> & { keys: string[] }>(
    `select i.id as "issuerId", i.observed -> 'tags' ->> 'spiffe id' as id, i.mints, i.identity_keys as keys, s.name as "sourceName"
     from issuer i join source s on s.id = i.source_id
     where i.identity_keys && $1::text[] and i.gone_at is null and i.missing_since is null and s.removed_at is null
     order by i.max_life_seconds nulls last, i.name, i.id limit 100`,
    [[...new Set(wanted)]],
  )
  const fitting = rows.flatMap(({ keys, ...row }) => {
    const fit = row.id === null ? null : fitOf(keys, wanted)
    return fit ? [{ ...row, ...fit }] : []
  })
  const surest = fitting.some(({ fit }) => fit === 'same-account') ? fitting.filter(({ fit }) => fit === 'same-account') : fitting
  return new Set(surest.map(({ id }) => id)).size > most ? [] : surest
}
