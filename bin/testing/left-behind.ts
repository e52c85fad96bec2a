import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { Pool } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Leak } from './secret-search.ts'

/** Something that the product left behind, by where it lies. */
export type Trace = { place: string; content: string | Buffer }

/** Every row of every table, the queue's included, as COPY writes it. */
export async function* everyRow(pool: Pool): AsyncIterable<Trace> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema$)' order by 1`,
  )
  for (const { name } of rows) {
    const client = await pool.connect()
    try {
      yield { place: name, content: await text(client.query(copyTo(`copy (select * from ${name}) to stdout`))) }
    } finally {
      client.release()
    }
  }
}

/** Every file under a folder: for a database, its tables with the rows that were deleted, its write-ahead log, its server's log. */
export async function* everyFile(folder: string): AsyncIterable<Trace> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    // A file of a table that was dropped meanwhile is gone.
    const content = await readFile(file).catch(() => null)
    if (content) yield { place: path.relative(folder, file), content }
  }
}

/**
 * Lets Postgres keep long values as they are: compressed ones cannot be searched in its files. For the tables of one
 * database, before anything is written to them.
 */
export async function keepUncompressed(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ statement: string }>(
    `select format('alter table %I.%I alter column %I set storage external', n.nspname, c.relname, a.attname) as statement
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attstorage = 'x' and a.attnum > 0 and not a.attisdropped and c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$)'`,
  )
  for (const { statement } of rows) await pool.query(statement)
}

/** Every secret that is found, once a place. */
export async function leaksIn(
  traces: AsyncIterable<Trace> | Iterable<Trace>,
  search: (content: string | Buffer) => ReadonlySet<string>,
): Promise<Leak[]> {
  const leaks: Leak[] = []
  for await (const { place, content } of traces) for (const secret of search(content)) leaks.push({ place, secret })
  return leaks
}
