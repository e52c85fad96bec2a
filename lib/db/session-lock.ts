import { Client, DatabaseError } from 'pg'

/** The connection that held a lock was cut, so that somebody else may hold it now. */
export class LockLost extends Error {}

/** SQL of our own: whether any session of this database holds the lock that `name` (an SQL expression) stands for. */
export function isHeld(name: string): string {
  // pg_locks shows a 64-bit key as two halves, and the locks of every database of the server.
  return `exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1
    and l.database = (select oid from pg_database where datname = current_database())
    and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(${name}, 0))`
}

/** The name of the lock that makes syncs of one source take turns. */
export function sourceLock(sourceId: string): string {
  return `source:${sourceId}`
}

/**
 * A connection of its own that holds a lock until it is ended or dies: no clock and no row to forget. Straight to the
 * server, never through a pooler in transaction mode. Undefined when another session keeps the lock for `waitMs`.
 */
export async function takeSessionLock(url: string, name: string, waitMs: number): Promise<Client | undefined> {
  const client = new Client({
    connectionString: url,
    application_name: 'standdown lock',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    query_timeout: waitMs + 10_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select set_config('lock_timeout', $1, false)`, [String(Math.max(1, waitMs))])
    // The far end of a cut line must not keep the lock for hours.
    await client.query(`set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3`)
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    if (error instanceof DatabaseError && error.code === '55P03') return undefined
    throw error
  }
}

/**
 * Does work while holding a lock. The signal given to `work` also aborts when the lock is lost; LockLost is then thrown,
 * whatever the work made of it. 'busy' when somebody else keeps the lock for `waitMs`.
 */
export async function withSessionLock<T>(
  lock: { url: string; name: string; waitMs: number; signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ done: T } | 'busy'> {
  const client = await takeSessionLock(lock.url, lock.name, lock.waitMs)
  if (!client) return 'busy'
  const lost = new AbortController()
  const onEnd = () => lost.abort(new LockLost(`The connection that held ${lock.name} was cut.`))
  client.on('end', onEnd)
  try {
    return { done: await work(AbortSignal.any([lock.signal, lost.signal])) }
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error
  } finally {
    client.off('end', onEnd)
    await client.end().catch(() => undefined)
  }
}
