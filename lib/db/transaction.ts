import type { Pool, PoolClient } from 'pg'

/** Runs `work` in one transaction: all of it is kept, or none. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await transactionOn(client, work, (failure) => (broken = failure))
  } finally {
    client.release(broken)
  }
}

/** The same on a connection that the caller has, and has for more than this; `isBroken` hears of one that cannot even roll back. */
export async function transactionOn<T>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
  isBroken: (failure: Error) => void = () => undefined,
): Promise<T> {
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back must not go back to the pool.
    await client.query('rollback').catch(isBroken)
    throw error
  }
}

/** Reads everything as of one instant. Nothing can be written, and no row locked: the database refuses it. */
export async function reading<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return transaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read read only')
    return work(client)
  })
}

/** Does the work and takes it back: what it answers is what would be. */
export async function rehearsal<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    return await work(client)
  } finally {
    await client.query('rollback')
  }
}

// SQLSTATE classes: connection, shutdown, out of resources, read-only (the disk is low); then what Node and Prisma call the same.
const lossCode = /^(?:08|57P0|53[1-4]|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|P100[12]|P1017)/
const lossWords = /connection terminated|connection timeout|timeout exceeded when trying to connect|connection error and is not queryable/i

/** What the server called it: the SQLSTATE, or Node's or Prisma's own code. Prisma wraps what the server said. */
function codesOf(error: unknown): string[] {
  const { code, meta } = (error ?? {}) as { code?: unknown; meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } }
  return [code, meta?.driverAdapterError?.cause?.originalCode].filter((each) => typeof each === 'string')
}

const tries = 6
const crossed = new Set(['55P03', '40P01', 'P2034'])

/**
 * The same for work that does no harm if it is done again from its beginning: where it crosses somebody else's locks it gives
 * way and tries again, at most six times.
 */
export async function patientTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(pool, work)
    } catch (error) {
      if (attempt === tries || !isCrossed(error)) throw error
    }
  }
}

/**
 * Whether an error says that the work waited too long for somebody else's lock, or was chosen to give way in a deadlock: nothing was
 * written, and the same again may well succeed.
 */
export function isCrossed(error: unknown): boolean {
  return codesOf(error).some((code) => crossed.has(code))
}

/** Whether an error says that the database went away or takes no writes, so that the same work may be tried again when it does. */
export function isConnectionLoss(error: unknown): boolean {
  const { message } = (error ?? {}) as { message?: unknown }
  return codesOf(error).some((code) => lossCode.test(code)) || (typeof message === 'string' && lossWords.test(message))
}

/** Whether an error says that the database takes no writes for now, as it does while its disk is low. */
export function isWritingStopped(error: unknown): boolean {
  return codesOf(error).includes('25006')
}
