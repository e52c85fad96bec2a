import { randomUUID } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { migrate } from '../lib/db/migrate.ts'
import { dropDatabase } from '../lib/db/testing/drop-database.ts'

/** Tables that a clone has by itself, or is better without. */
const left = ['_prisma_migrations', 'facet_count', 'audit', 'audit_head', 'staged', 'session', 'attempt']

/** A database of one's own with everything that another one has, for stories that would spoil it for the rest. `drop` removes it. */
export async function clonedDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `e2e_${randomUUID().replaceAll('-', '')}`
  const clone = new URL(url)
  clone.pathname = `/${name}`
  const [from, to] = [new Client({ connectionString: url }), new Client({ connectionString: clone.href })]
  await from.connect()
  await from.query(`create database ${name}`)
  await migrate(clone.href, () => undefined)
  await to.connect()
  for (const table of await inOrder(from)) {
    const { rows } = await from.query<{ column: string }>(
      `select quote_ident(column_name) as column from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    )
    const what = `"${table}" (${rows.map(({ column }) => column).join(', ')})`
    await pipeline(from.query(copyTo(`copy ${what} to stdout`)), to.query(copyFrom(`copy ${what} from stdin`)))
  }
  await to.end()
  return {
    url: clone.href,
    drop: async () => {
      await dropDatabase(from, name)
      await from.end()
    },
  }
}

/** Tables, each after those that it refers to. */
async function inOrder(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; needs: string[] }>(
    `select c.relname as table, coalesce((select array_agg(distinct p.relname::text) from pg_constraint k join pg_class p on p.oid = k.confrelid
       where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '{}') as needs
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  )
  const done: string[] = []
  while (done.length < rows.length) {
    const next = rows.filter(({ table, needs }) => !done.includes(table) && needs.every((one) => done.includes(one)))
    if (next.length === 0) throw new Error('Tables refer to each other in a circle.')
    done.push(...next.map(({ table }) => table))
  }
  return done.filter((table) => !left.includes(table))
}
