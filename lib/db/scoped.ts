import type { Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { ownerRole } from './owner-reads.ts'
import { reading, transaction } from './transaction.ts'

/** What a read asks its questions of: the pool, or one connection that sees an owner's rows only. Several at once are answered in turn. */
export type Reader = {
  query<Row extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>>
}

/**
 * Runs a read within a scope. Every read of the inventory for a viewer goes through here, beside having `inScope` in its own
 * condition: for an owner it runs in a read-only transaction, as a database role whose policies let through that owner's rows
 * and nothing else, so that a condition somebody forgot shows nothing of anybody else's. For everybody else it is the pool.
 */
export async function scoped<T>(db: Db, scope: Scope, read: (reader: Reader) => Promise<T>): Promise<T> {
  if (scope.all) return read(db.pool)
  const setting = ownerSettings(scope.ownerIds)
  const locked = await isSecondLockOn(db.pool)
  return transaction(db.pool, async (client) => {
    await client.query(`set transaction read only; ${locked ? setting : ''}`)
    let last: Promise<unknown> = Promise.resolve()
    const query: Reader['query'] = (asked, values) => {
      const next = last.then(() => client.query(asked as QueryConfig, values))
      last = next.catch(() => undefined)
      return next
    }
    return read({ query })
  })
}

/** As `scoped`, with what `beside` reads of everybody's, as of the same instant. */
export async function scopedBeside<T, Beside>(
  db: Db,
  scope: Scope,
  read: (reader: Reader) => Promise<T>,
  beside: (reader: Reader) => Promise<Beside>,
): Promise<[T, Beside]> {
  const locked = !scope.all && (await isSecondLockOn(db.pool))
  return reading(db.pool, async (client) => {
    const seen = await beside(client)
    if (locked) await client.query(ownerSettings(scope.ownerIds))
    return [await read(client), seen]
  })
}

/** The statements that put the second lock on a transaction, in one text as SET takes no parameters. Throws where an id is none. */
export function ownerSettings(ownerIds: readonly string[]): string {
  for (const id of ownerIds) if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Error('An owner id is not a UUID.')
  return `set local role ${ownerRole}; set local app.owner_ids = '${ownerIds.join(',')}'`
}

/** Pools whose account can take the role. One that cannot is asked again each time: an administrator may be making it. */
const able = new WeakSet<Pool>()

/** Whether this account can take the role that the second lock is made of. Where it cannot, an owner's reads have the first lock alone. */
export async function isSecondLockOn(pool: Pool): Promise<boolean> {
  if (able.has(pool)) return true
  try {
    await transaction(pool, (client) => client.query(`set local role ${ownerRole}; select from token limit 0`))
    able.add(pool)
    return true
  } catch (error) {
    const { code } = error as { code?: unknown }
    // There is no such role, it is not ours to take, or it was given nothing yet.
    if (code === '22023' || code === '42501') return false
    throw error
  }
}
