import type { Pool, PoolClient } from 'pg'
import type { ChosenTokens, VerdictMove } from '../model/token-act.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { inScope, tokenFilter } from './token-filter.ts'

const { sql } = Prisma

/**
 * One connection for an act that may take several transactions: which tokens it is for rests in a temporary table of that
 * connection, so that neither we nor a statement hold a list of them, and a search that matches others meanwhile changes nothing.
 */
export async function withConnection<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await work(client)
  } finally {
    await client.query('drop table if exists pg_temp.chosen').catch((failure: Error) => (broken = failure))
    client.release(broken)
  }
}

/** Chooses tokens within the scope, for this connection, and answers with how many there are. Once in a transaction. */
export async function chooseTokens(client: PoolClient, scope: Scope, chosen: ChosenTokens, now: Date): Promise<number> {
  const which =
    chosen.by === 'ids' ? sql`${inScope(scope)} and t.id = any(${[...chosen.ids]}::uuid[])` : tokenFilter(scope, chosen.search, now)
  const { text, values } = sql`insert into chosen select t.id, t.verdict from token t where ${which}`
  await client.query('drop table if exists pg_temp.chosen')
  await client.query('create temp table chosen (id uuid primary key, verdict text)')
  const { rowCount } = await client.query({ text, values })
  // Nobody else gathers statistics of a temporary table.
  await client.query('analyze chosen')
  return rowCount ?? 0
}

/** The ids of the next chosen tokens after `after`, in order. */
export async function nextChosen(client: PoolClient, after: string, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select id from chosen where id > $1 order by id limit $2', [after, limit])
  return rows.map((row) => row.id)
}

/** How the chosen tokens' verdicts differ now from those they had as they were chosen. */
export async function verdictMoves(client: PoolClient): Promise<VerdictMove[]> {
  const { rows } = await client.query<VerdictMove>(
    `select c.verdict as "from", t.verdict as "to", count(*)::int as count from chosen c join token t on t.id = c.id
     where t.verdict <> c.verdict group by 1, 2 order by 3 desc, 1, 2`,
  )
  return rows
}

/** Locks tokens in order of their ids, as every writer of them does: two who write at once never wait for each other. */
export async function lockIds(client: PoolClient, ids: readonly string[]): Promise<void> {
  await client.query('select from token where id = any($1::uuid[]) order by id for update', [ids])
}
