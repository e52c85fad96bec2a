import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, type PoolConfig } from 'pg'
import { PrismaClient } from './generated/client.ts'

/** One pool, two ways to speak through it: Prisma for small reads and writes, `pool` for COPY and set-based SQL. */
export type Db = { prisma: PrismaClient; pool: Pool; url: string; close(): Promise<void> }

/** What runs inside a transaction that `prisma.$transaction` opened. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

const seconds = 1_000

/** What one process asks of its pool. `name` is how the database lists its sessions. */
export type PoolOptions = { max?: number; name?: string; statementSeconds?: number }

/** Settings of every pool. Each connection has deadlines of its own: a cut network gives no event, only silence. */
export function poolSettings(url: string, { max = 10, name = 'standdown', statementSeconds = 60 }: PoolOptions = {}): PoolConfig {
  return {
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 5 * seconds,
    idleTimeoutMillis: 30 * seconds,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * seconds,
    statement_timeout: statementSeconds * seconds,
    query_timeout: (statementSeconds + 5) * seconds,
    lock_timeout: 10 * seconds,
    idle_in_transaction_session_timeout: 120 * seconds,
  }
}

/** Opens the pool; no connection is made before it is needed. */
export function openDb(url: string, options: PoolOptions = {}): Db {
  const pool = new Pool(poolSettings(url, options))
  // An idle connection that breaks raises here; the next query gets a new one, so there is nothing to do but not to crash.
  // One that breaks in somebody's hands raises on the client as well, beside failing the query under way.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return { prisma, pool, url, close: async () => (await prisma.$disconnect(), await pool.end()) }
}
