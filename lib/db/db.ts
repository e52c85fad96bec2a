import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { PrismaClient } from './generated/client.ts'

/** One pool, two ways to speak through it: Prisma for small reads and writes, `pool` for COPY and set-based SQL. */
export type Db = { prisma: PrismaClient; pool: Pool; url: string; close(): Promise<void> }

/** What runs inside a transaction that `prisma.$transaction` opened. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

const seconds = 1_000

/** Opens the pool. Every connection has deadlines of its own: a cut network gives no event, only silence. */
export function openDb(url: string, { max = 10, name = 'standdown', statementSeconds = 60 } = {}): Db {
  const pool = new Pool({
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
  })
  // An idle connection that breaks raises here; the next query gets a new one, so there is nothing to do but not to crash.
  pool.on('error', () => undefined)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return { prisma, pool, url, close: async () => (await prisma.$disconnect(), await pool.end()) }
}
