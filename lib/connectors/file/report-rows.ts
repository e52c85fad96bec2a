import { AppError } from '../../model/app-error.ts'
import { utf8Text } from './utf8-text.ts'

export type Scanner = 'TruffleHog' | 'Gitleaks' | 'Gitleaks (SARIF)'

/** One find of a report as it was written, and where it stands. It may hold a secret: read it once and let it go. */
export type ReportRow = { at: string; value: unknown }

const megabyte = 1_048_576
/** A file's first part may be a byte; by so many characters its first field is told. */
const enoughToTell = 40
/** TruffleHog writes a line a find, which streams; Gitleaks writes one value, which must be whole before it can be read. */
const most = { lines: 512 * megabyte, whole: 64 * megabyte, line: megabyte }

/**
 * The finds of a secret scanner's report, and which scanner wrote it: by its first character that is not blank. Throws AppError
 * 'bad-input' where it is none, never with a word of what it holds.
 */
export async function readReportRows(input: AsyncIterable<Uint8Array>): Promise<{ scanner: Scanner; rows: AsyncIterable<ReportRow> }> {
  const notUtf8 = (nearByte: number) => notAReport(`It is not UTF-8 text (near byte ${nearByte}).`)
  const text = utf8Text(limited(input), notUtf8)[Symbol.asyncIterator]()
  let begin = ''
  for (let next = await text.next(); !next.done; next = await text.next()) {
    begin += next.value
    if (begin.trimStart().length >= enoughToTell || begin.length > most.line) break
  }
  const first = begin.trimStart()[0]
  if (first === undefined) throw notAReport('The file is empty.')
  const rest = (async function* () {
    yield begin
    for (let next = await text.next(); !next.done; next = await text.next()) yield next.value
  })()
  if (first === '[') return { scanner: 'Gitleaks', rows: listRows(rest) }
  if (first !== '{') throw notAReport('It is no JSON.')
  return /^\s*\{\s*(?:"\$schema"|"version"|"runs")/.test(begin)
    ? { scanner: 'Gitleaks (SARIF)', rows: sarifRows(rest) }
    : { scanner: 'TruffleHog', rows: lineRows(rest) }
}

async function* limited(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let bytes = 0
  for await (const chunk of input) {
    bytes += chunk.length
    if (bytes > most.lines)
      throw notAReport(`It is larger than ${most.lines / megabyte} MB. Split it and give the parts one after another.`)
    yield chunk
  }
}

async function* lineRows(text: AsyncIterable<string>): AsyncIterable<ReportRow> {
  let [rest, line] = ['', 0]
  const row = (one: string): ReportRow => ({ at: `line ${line}`, value: jsonOf(one, `line ${line}`) })
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) {
      line += 1
      if (one.trim()) yield row(one)
    }
    if (rest.length > most.line) throw notAReport(`Line ${line + 1} is longer than 1 MB.`)
  }
  line += 1
  if (rest.trim()) yield row(rest)
}

async function* listRows(text: AsyncIterable<string>): AsyncIterable<ReportRow> {
  const list = jsonOf(await whole(text), 'the file')
  if (!Array.isArray(list)) throw notAReport('It is no list of finds.')
  for (const [index, value] of list.entries()) yield { at: `entry ${index + 1}`, value }
}

async function* sarifRows(text: AsyncIterable<string>): AsyncIterable<ReportRow> {
  const log = jsonOf(await whole(text), 'the file') as { runs?: unknown }
  if (!Array.isArray(log.runs)) throw notAReport('It has no runs.')
  for (const [index, run] of (log.runs as { tool?: { driver?: { name?: unknown } }; results?: unknown }[]).entries()) {
    const { tool, results } = run ?? {}
    if (tool?.driver?.name !== 'gitleaks')
      throw notAReport('Of SARIF, only what Gitleaks writes is read: other scanners’ results are no leaks.')
    if (!Array.isArray(results)) continue
    for (const [at, value] of results.entries()) yield { at: `run ${index + 1}, result ${at + 1}`, value }
  }
}

async function whole(text: AsyncIterable<string>): Promise<string> {
  const parts: string[] = []
  let size = 0
  for await (const part of text) {
    size += part.length
    if (size > most.whole) throw notAReport(`A report in one piece may have ${most.whole / megabyte} MB. Scan in parts.`)
    parts.push(part)
  }
  return parts.join('')
}

/** The runtime's message would repeat the text, which holds secrets. */
function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new AppError('bad-input', 'This is not a report that we can read. Nothing was saved.', [{ where, what: 'is not JSON.' }])
  }
}

function notAReport(what: string): AppError {
  return new AppError(
    'bad-input',
    `This is not a report that we can read: TruffleHog’s JSON, Gitleaks’ JSON or SARIF. ${what} Nothing was saved.`,
  )
}
