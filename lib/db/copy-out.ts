import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { rowEnds } from '../model/inventory-csv.ts'
import type { PopulationSource } from '../model/taken.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { beginExport, exportConnection } from './export-connection.ts'
import type { Prisma } from './generated/client.ts'
import { isSecondLockOn } from './scoped.ts'

/** How an export came out: rows without the header, and whether all of them were written. */
export type Copied = { rows: number; complete: boolean }

/** An export on its way: its bytes, how many rows are out, how it ended, and the sources it is of, as they were in the same instant. */
export type CopiedOut = { csv: Readable; rows: () => number; ended: Promise<Copied>; sources: readonly PopulationSource[] }

/** A column of JSON has neither of these two in it, so that a row comes out as the line that it is. */
const bare = `format csv, header false, quote e'\\x01', delimiter e'\\x02', encoding 'UTF8'`
const table = `format csv, header true, encoding 'UTF8'`

/**
 * Streams a select as CSV (RFC 4180, UTF-8 without a mark), its columns' names first; or, where its one column is JSON, as `lines`. Postgres writes it, so that no list is held here,
 * and sees one instant from the first row to the last, that of the `sources` it is of as they were `at` a time. The stream fails where the database does; destroying it ends the query. `ended`
 * never fails. Throws AppError 'too-many' where the holder has as many under way, on whichever web server.
 */
export async function copyOut(
  db: Db,
  scope: Scope,
  select: Prisma.Sql,
  { holder, at, lines = false }: { holder: string | undefined; at: Date; lines?: boolean },
): Promise<CopiedOut> {
  const locked = !scope.all && (await isSecondLockOn(db.pool))
  const client = await exportConnection(db, holder)
  try {
    const sources = await beginExport(client, scope, locked, at)
    const source = client.query(copyTo(`copy (${await asText(client, select)}) to stdout (${lines ? bare : table})`))
    const turn = lines ? lineEnds() : rowEnds()
    const csv = new Transform({ transform: (chunk: Buffer, _, done) => done(null, turn.chunk(chunk)) })
    const rows = () => Math.max(0, turn.ended() - (lines ? 0 : 1))
    // Ending the connection is how a query is stopped whose reader has gone; its turn ends with it.
    const ended = pipeline(source, csv)
      .then(
        () => true,
        () => false,
      )
      .then(async (complete) => {
        await client.end().catch(() => undefined)
        return { rows: rows(), complete }
      })
    return { csv, rows, ended, sources }
  } catch (error) {
    await client.end()
    throw error
  }
}

/** Lines as they are, counted. */
function lineEnds(): ReturnType<typeof rowEnds> {
  let ended = 0
  const chunk = (bytes: Uint8Array) => {
    for (const byte of bytes) if (byte === 0x0a) ended += 1
    return bytes
  }
  return { chunk, ended: () => ended }
}

/** A statement as one text, as COPY takes no parameters. Postgres itself quotes each value into its place (`%L`), so that it stays a value. */
async function asText(client: Client, { strings, values }: Prisma.Sql): Promise<string> {
  const template = strings.map((part) => part.replaceAll('%', '%%')).join('%L')
  const texts = values.map((value) => (value instanceof Date ? value.toISOString() : String(value)))
  const { rows } = await client.query<{ statement: string }>('select format($1, variadic $2::text[]) as statement', [template, texts])
  return rows[0]?.statement ?? ''
}
