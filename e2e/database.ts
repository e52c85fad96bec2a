import { Pool } from 'pg'

let pool: Pool | undefined

/** What a query finds in the database behind the pages. One pool a process: it does not keep its process from ending. */
export async function askDatabase<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  pool ??= new Pool({ connectionString: process.env.E2E_DATABASE_URL, max: 2, allowExitOnIdle: true })
  return (await pool.query<Row>(sql, [...values])).rows
}

/** The first row that a query finds. Without one there is nothing to tell a story with, and it fails: `what` says what is missing. */
export async function oneRow<Row extends object>(what: string, sql: string, values: readonly unknown[] = []): Promise<Row> {
  const [row] = await askDatabase<Row>(sql, values)
  if (!row) throw new Error(`The demo company has no ${what}.`)
  return row
}

/** Whoever knocks at every door with what is wrong is told to wait after a while, and so is the story that comes next. */
export async function forgetTries(): Promise<void> {
  await askDatabase('delete from attempt')
}
