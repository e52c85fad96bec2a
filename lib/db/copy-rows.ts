import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from } from 'pg-copy-streams'

/** A value as COPY takes it: text, numbers, booleans, instants, lists of text, or JSON already made text. */
export type Cell = string | number | boolean | Date | readonly string[] | null

/**
 * Streams rows into a table by COPY. `target` is SQL of our own, never of a caller's: "table (column, …)". Lists become
 * Postgres arrays; `Infinity` and `-Infinity` are what timestamps and numbers call them.
 */
export async function copyRows(client: PoolClient, target: string, rows: Iterable<readonly Cell[]>): Promise<void> {
  await pipeline(Readable.from(lines(rows)), client.query(from(`copy ${target} from stdin`)))
}

/** Lines in chunks of about 64 kB: a stream of single rows costs more than the rows. */
function* lines(rows: Iterable<readonly Cell[]>): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    chunk += row.map(encode).join('\t') + '\n'
    if (chunk.length > 65_536) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk) yield chunk
}

function encode(cell: Cell): string {
  if (cell === null) return '\\N'
  if (typeof cell === 'string') return escape(cell)
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell === 'object') return escape(`{${cell.map((one) => `"${one.replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
  return cell === Infinity ? 'infinity' : cell === -Infinity ? '-infinity' : String(cell)
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escape(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : text
}
