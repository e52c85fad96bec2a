import { AppError } from '../../model/app-error.ts'
import { readRows, type Format, type Row, type Within } from './read-rows.ts'
import { whereRowsStand } from './where-rows-stand.ts'

/** So many rows tell what a file's columns are, and what a map makes of them. */
const mostRows = 1_000

/** The first rows of a file, whether they are all of it, and where they stand in it. */
export type FileStart = { rows: readonly Row[]; whole: boolean; within: Within }

type StartOf = {
  format: Format
  input: AsyncIterable<Uint8Array>
  /** What comes is the beginning of a longer file, cut off after a line. */
  cut: boolean
  /** Where the rows stand, where a map says it; else a JSON file is looked through for them. */
  within: Within | null
}

/** Reads the first rows of a file. Throws AppError 'bad-input' where it is no such file. */
export async function readStart({ format, input, cut, within: said }: StartOf): Promise<FileStart> {
  const sent = await Array.fromAsync(input)
  const parts = cut && format === 'csv' ? [wholeRows(Buffer.concat(sent))] : sent
  const within = format !== 'json' ? {} : (said ?? whereRowsStand(jsonIn(parts)))
  const rows: Row[] = []
  for await (const row of readRows(format, again(parts), undefined, within)) {
    if (rows.length >= mostRows) return { rows, whole: false, within }
    rows.push(row)
  }
  if (rows.length === 0) throw new AppError('bad-input', 'The file has no rows. Nothing was saved.')
  return { rows, whole: !cut, within }
}

async function* again(parts: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* parts
}

/** What is no JSON, or too long to be read whole, is refused by whoever reads its rows. */
function jsonIn(parts: readonly Uint8Array[]): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(Buffer.concat(parts))) as unknown
  } catch {
    return undefined
  }
}

const [quote, lineBreak] = [0x22, 0x0a]

/** A line break in quotes is no end of a row, so that the last row of what was cut off may be half: it is left out. */
function wholeRows(bytes: Uint8Array): Uint8Array {
  let [end, quoted] = [0, false]
  for (const [at, byte] of bytes.entries()) {
    if (byte === quote) quoted = !quoted
    else if (byte === lineBreak && !quoted) end = at + 1
  }
  return end > 0 ? bytes.subarray(0, end) : bytes
}
