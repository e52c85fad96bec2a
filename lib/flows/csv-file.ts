import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { digesting } from '../db/digesting.ts'
import { cutOffLate } from '../db/export-connection.ts'
import type { World } from './world.ts'

/** How an export came out: rows without the header, whether all of it was read out, and then the SHA-256 of the file (hexadecimal). */
export type Exported = { rows: number; complete: boolean; sha256?: string }

/**
 * Rows of cells as a CSV file that streams (RFC 4180, UTF-8). `ended` never fails: it tells how many rows were read, whether all of it was
 * read out by whoever asked, and of a whole file its SHA-256. Destroying the file, or leaving it for too long, ends it as cut off.
 */
export function csvFile(columns: readonly string[], rows: AsyncIterable<readonly string[]>): { csv: Readable; ended: Promise<Exported> } {
  let count = 0
  async function* counted() {
    for await (const row of rows) {
      count += 1
      yield row
    }
  }
  const lines = stringify({ header: true, columns: [...columns], record_delimiter: 'windows', quoted_match: /[\r\n]/ })
  const { stream, sha256 } = digesting()
  cutOffLate(stream)
  // Whole is what was read out to its end, not what was written into the stream.
  const ended = Promise.all([pipeline(Readable.from(counted()), lines, stream), finished(stream)]).then(
    () => ({ rows: count, complete: true, sha256: sha256() }),
    () => ({ rows: count, complete: false }),
  )
  return { csv: stream, ended }
}

/** The instant by the world's clock: it goes on while a file is read, and its end is on record as of then. */
export function clockFrom({ now }: Pick<World, 'now'>): () => Date {
  const began = performance.now()
  return () => new Date(now.getTime() + Math.round(performance.now() - began))
}
