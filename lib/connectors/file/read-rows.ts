import { parse, CsvError } from 'csv-parse'
import { pipeline, Readable } from 'node:stream'
import { AppError } from '../../model/app-error.ts'
import { unguardedCell } from '../../model/csv-cell.ts'
import { valueAt } from '../rest/paging.ts'
import { isObject } from './is-object.ts'
import { sayNames } from './said-names.ts'
import { utf8Text } from './utf8-text.ts'

/** One row of a file and the place it stands at ("line 214"). */
export type Row = { at: string; cells: Readonly<Record<string, unknown>> }

export type Format = 'csv' | 'json' | 'jsonl'

const megabyte = 1_048_576
/** A file larger than this is taken in parts, so that a mistake in it costs minutes and not hours. */
export const mostBytes = 1_024 * megabyte
/** A JSON list must be whole before it can be read; larger ones go as JSON lines, which stream. */
const mostJsonBytes = 64 * megabyte
const mostRowBytes = megabyte
const mostColumns = 200

/** The rows of a file, as a stream, never the whole file (but for a JSON list). Throws AppError 'bad-input' where it is no such file. */
export function readRows(
  format: Format,
  input: AsyncIterable<Uint8Array>,
  most = format === 'json' ? mostJsonBytes : mostBytes,
  within: Within = {},
): AsyncIterable<Row> {
  const text = utf8Text(limited(input, most, format), notUtf8)
  if (format === 'csv') return csvRows(text)
  return format === 'jsonl' ? jsonLines(text) : jsonList(text, within)
}

async function* limited(input: AsyncIterable<Uint8Array>, most: number, format: Format): AsyncIterable<Uint8Array> {
  let bytes = 0
  for await (const chunk of input) {
    if (bytes === 0 && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)))
      throw new AppError('bad-input', 'The file is UTF-16 text. Save it as UTF-8 and import it again. Nothing was saved.')
    bytes += chunk.length
    if (bytes > most) {
      const advice =
        format === 'json'
          ? 'Write it as JSON lines (one object a line), which may be larger'
          : 'Split it and import the parts one after another'
      throw new AppError('bad-input', `The file is larger than ${most / megabyte} MB. ${advice}. Nothing was saved.`)
    }
    yield chunk
  }
  if (bytes === 0) throw new AppError('bad-input', 'The file is empty. Nothing was saved.')
}

const notUtf8 = (nearByte: number) =>
  new AppError('bad-input', `The file is not UTF-8 text (near byte ${nearByte}). Save it as UTF-8 and import it again. Nothing was saved.`)

type Info = { record: string[]; info: { lines: number } }

async function* csvRows(text: AsyncIterable<string>): AsyncIterable<Row> {
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: mostRowBytes })
  // What goes wrong before the parser ends it too, so that whoever reads the rows is told.
  pipeline(Readable.from(plainBreaks(text)), parser, () => undefined)
  let header: string[] | null = null
  try {
    for await (const { record, info } of parser as AsyncIterable<Info>) {
      if (!header) {
        header = headerOf(record)
        continue
      }
      const at = `line ${info.lines}`
      if (record.length !== header.length)
        throw new AppError('bad-input', 'The file is not whole. Nothing was saved.', [
          {
            where: at,
            what: `has ${record.length} cells where the header has ${header.length}. Put text with commas or line breaks in double quotes.`,
          },
        ])
      yield { at, cells: Object.fromEntries(header.map((name, i) => [name, unguardedCell(record[i] ?? '')])) }
    }
  } catch (error) {
    throw error instanceof CsvError ? malformed(error) : error
  }
  if (!header) throw new AppError('bad-input', 'The file has no header line. Nothing was saved.')
}

/** CRLF as LF: the parser counts a CRLF inside quotes as two lines, and a wrong line number is worse than none. */
async function* plainBreaks(text: AsyncIterable<string>): AsyncIterable<string> {
  let held = ''
  for await (const chunk of text) {
    const whole = held + chunk
    held = whole.endsWith('\r') ? '\r' : ''
    const sent = (held ? whole.slice(0, -1) : whole).replaceAll('\r\n', '\n')
    if (sent) yield sent
  }
  if (held) yield held
}

function headerOf(record: readonly string[]): string[] {
  const names = record.map((name) => name.trim())
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (names.length > mostColumns)
    throw new AppError('bad-input', `The header has ${names.length} columns; at most ${mostColumns} are read. Is this the right file?`)
  if (twice !== undefined)
    throw new AppError('bad-input', 'The header cannot be used.', [
      { where: 'line 1', what: `names the column ${sayNames([{ name: twice, place: names.indexOf(twice) + 1 }])} twice.` },
    ])
  return names
}

function malformed(error: CsvError): AppError {
  const line = typeof error.lines === 'number' ? error.lines : 1
  const what =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? 'is longer than 1 MB. A double quote may be missing before it.'
      : 'is not CSV: check its double quotes, and double each one that stands inside a quoted cell.'
  return new AppError('bad-input', 'The file cannot be read as CSV. Nothing was saved.', [{ where: `line ${line}`, what }], {
    cause: error,
  })
}

async function* jsonLines(text: AsyncIterable<string>): AsyncIterable<Row> {
  let [rest, line] = ['', 0]
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) {
      line += 1
      if (one.trim()) yield { at: `line ${line}`, cells: objectOf(one, `line ${line}`) }
    }
    if (rest.length > mostRowBytes)
      throw new AppError('bad-input', 'The file cannot be read as JSON lines. Nothing was saved.', [
        { where: `line ${line + 1}`, what: 'is longer than 1 MB.' },
      ])
  }
  if (rest.trim()) yield { at: `line ${line + 1}`, cells: objectOf(rest, `line ${line + 1}`) }
}

function objectOf(text: string, where: string): Row['cells'] {
  const value = jsonOf(text)
  if (isObject(value)) return value
  throw new AppError('bad-input', 'The file cannot be read as JSON lines. Nothing was saved.', [{ where, what: 'is not one JSON object.' }])
}

/** Where the rows of a JSON file stand, if it is no list itself, and what says that they are not all. */
export type Within = { list?: string | undefined; more?: string | undefined }

async function* jsonList(text: AsyncIterable<string>, { list, more }: Within): AsyncIterable<Row> {
  const file = jsonOf((await Array.fromAsync(text)).join(''))
  const next = more === undefined ? null : valueAt(file, more)
  if (next !== undefined && next !== null && next !== '' && next !== false)
    throw new AppError(
      'bad-input',
      `The file is one page of several: it says so at ${more}. Fetch the others, and import them as one list. Nothing was saved.`,
    )
  const whole = list === undefined ? file : valueAt(file, list)
  if (!Array.isArray(whole)) {
    const elsewhere = isObject(file)
      ? Object.entries(file).flatMap(([name, value], at) => (Array.isArray(value) ? [{ name, place: at + 1 }] : []))
      : []
    const hint = elsewhere.length ? ` It has lists at: ${sayNames(elsewhere)}. Name one as “list” in a map.` : ''
    const what = list === undefined ? 'The file is not a JSON list of objects.' : 'The file has no list where the map says.'
    throw new AppError('bad-input', `${what}${hint} Nothing was saved.`)
  }
  for (const [i, value] of whole.entries()) {
    const at = `entry ${i + 1}`
    if (!isObject(value))
      throw new AppError('bad-input', 'The file is not a JSON list of objects. Nothing was saved.', [
        { where: at, what: 'is not an object.' },
      ])
    yield { at, cells: value }
  }
}

/** The value, or undefined where it is no JSON: the runtime's message would repeat the text, which may hold a secret. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
