import { isUtf8 } from 'node:buffer'
import { AppError } from '../lib/model/app-error.ts'

/** Lines as they were read, with the number of the first one (from 1). */
export type Lines = { first: number; lines: string[] }

const newline = 10

/**
 * Splits a stream of bytes into lines, a batch for each chunk that ended one. A byte order mark and the carriage return
 * of CRLF are taken off; nothing but a line feed ends a line, since JSON strings may hold Unicode's own line ends. At most
 * `longest` bytes are held. Throws AppError 'bad-input' with the line's number where one is longer or is not UTF-8.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Lines> {
  let held: Buffer[] = []
  let heldBytes = 0
  let first = 1
  for await (const chunk of piecesOf(chunks, Math.min(longest, 64 * 1_024))) {
    const end = chunk.lastIndexOf(newline)
    const start = end === -1 ? chunk.length : chunk.indexOf(newline)
    if (heldBytes + start > longest) throw tooLong(first, longest)
    if (end === -1) {
      held.push(chunk)
      heldBytes += chunk.length
      continue
    }
    const lines = textOf(Buffer.concat([...held, chunk.subarray(0, end)]), first).split('\n')
    yield { first, lines: lines.map(withoutReturn) }
    first += lines.length
    const rest = chunk.subarray(end + 1)
    held = rest.length > 0 ? [rest] : []
    heldBytes = rest.length
  }
  if (heldBytes > 0) yield { first, lines: [withoutReturn(textOf(Buffer.concat(held), first))] }
}

/** Chunks cut to a size, so that no line is too long within one. */
async function* piecesOf(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
  }
}

function textOf(bytes: Buffer, first: number): string {
  if (!isUtf8(bytes)) throw notText(bytes, first)
  const text = bytes.toString('utf8')
  return first === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function notText(bytes: Buffer, first: number): AppError {
  let line = first
  for (let start = 0; start <= bytes.length; line += 1) {
    const at = bytes.indexOf(newline, start)
    const end = at === -1 ? bytes.length : at
    if (!isUtf8(bytes.subarray(start, end))) break
    start = end + 1
  }
  return new AppError('bad-input', `line ${line} is not UTF-8 text; save the file as UTF-8`)
}

function tooLong(line: number, longest: number): AppError {
  const limit = longest >= 2 ** 20 ? `${longest / 2 ** 20} MiB` : `${longest} bytes`
  return new AppError('bad-input', `line ${line} is longer than ${limit}; one line holds the facts of one token`)
}
