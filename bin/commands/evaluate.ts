import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { defineCommand } from 'citty'
import { z } from 'zod'
import { AppError } from '../../lib/model/app-error.ts'
import { evaluate } from '../../lib/score/evaluation.ts'
import { readFactsLine } from '../../lib/score/facts-line.ts'
import { ArgumentError } from '../argument-error.ts'
import { readLines } from '../read-lines.ts'

/** A scope may list 10,000 grants, which is a quarter of this. */
const longestLine = 2 ** 20
/** Answers gathered before they are written: large enough that a million lines are not a million writes. */
const writeAt = 16 * 1_024

export default defineCommand({
  meta: { name: 'evaluate', description: 'Score facts: one JSON object a line in, one a line out, in the same order' },
  args: {
    facts: { type: 'string', required: true, valueHint: 'FILE|-', description: 'JSON lines of facts; - reads standard input' },
    asOf: { type: 'string', valueHint: 'DATE', description: 'the day that ages and idle days count from (default: today)' },
    explain: { type: 'boolean', default: false, description: 'add what would change the verdict or the risk' },
  },
  async run({ args }) {
    const asOf = readAsOf(args.asOf, new Date())
    // Every line makes garbage and none of it lasts. Left to itself the young heap grows with the run, for no speed: 250 MiB
    // at a million lines where 150 do.
    setFlagsFromString('--semi-space-growth-factor=1')
    await evaluateAll(open(args.facts), process.stdout, { asOf, explain: args.explain, name: nameOf(args.facts) })
  },
})

/** Where facts come from, as it is told in errors. */
type Options = { asOf: Date; explain: boolean; name: string }

/**
 * Scores a stream of facts onto another, line by line in order, holding neither: it waits whenever the reader is slower.
 * A reader that closes early ends it without an error. Throws AppError 'bad-input' that names the line at fault; what was
 * scored before that line has then been written.
 */
export async function evaluateAll(input: AsyncIterable<Buffer>, output: Writable, { asOf, explain, name }: Options): Promise<void> {
  let ready = ''
  const flush = async () => {
    const text = ready
    ready = ''
    if (text !== '' && !output.write(text)) await once(output, 'drain')
  }
  try {
    for await (const { first, lines } of readLines(input, longestLine)) {
      for (const [index, line] of lines.entries()) {
        if (line.trim() === '') continue
        ready += `${JSON.stringify(evaluate(readFactsLine(line, first + index), { asOf, explain }))}\n`
        if (ready.length >= writeAt) await flush()
      }
    }
    await flush()
  } catch (error) {
    if (isClosedPipe(error)) return
    await flush().catch(() => undefined)
    throw worded(error, name)
  }
}

/** A day (its midnight UTC) or an instant with its offset. Throws ArgumentError for anything else, as for 30 February. */
export function readAsOf(text: string | undefined, today: Date): Date {
  if (text === undefined) return today
  const date = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text)
  if (!date.success) throw new ArgumentError(`--as-of: "${text}" is not a date; use 2026-11-23 or 2026-11-23T10:00:00Z`)
  return new Date(date.data)
}

function open(file: string): AsyncIterable<Buffer> {
  if (file === '') throw new ArgumentError('--facts: name a file of JSON lines, or - for standard input')
  return file === '-' ? process.stdin : createReadStream(file)
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}

function worded(error: unknown, name: string): unknown {
  if (error instanceof AppError) return new AppError(error.code, `${name}: ${error.message}`)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new AppError('bad-input', `${name}: there is no such file`)
  if (code === 'EISDIR') return new AppError('bad-input', `${name}: is a folder; name a file of JSON lines`)
  if (code === 'EACCES') return new AppError('bad-input', `${name}: this user may not read it`)
  return error
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
}
