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

// SQLSTATE classes: connection, shutdown, out of resources, read-only (the disk is low); then what Node and Prisma call the same.
const lossCode = /^(?:08|57P0|53[1-4]|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|P100[12]|P1017)/
const lossWords = /connection terminated|connection timeout|timeout exceeded when trying to connect|connection error and is not queryable/i

/** Whether an error says that the database went away or takes no writes, so that the same work may be tried again when it does. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message, meta } = (error ?? {}) as {
    code?: unknown
    message?: unknown
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } }
  }
  // Prisma wraps what the server said.
  const codes = [code, meta?.driverAdapterError?.cause?.originalCode]
  if (codes.some((each) => typeof each === 'string' && lossCode.test(each))) return true
  return typeof message === 'string' && lossWords.test(message)
}
