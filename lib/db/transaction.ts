import type { Pool, PoolClient } from 'pg'

/** Runs `work` in one transaction: all of it is kept, or none. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back must not go back to the pool.
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken)
  }
}

/** Whether an error says that the database went away, so that the same work may be tried again when it is back. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && /^(?:08|57P0|53[1-4]|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) return true
  return typeof message === 'string' && /connection terminated|connection timeout|timeout exceeded when trying to connect/i.test(message)
}
