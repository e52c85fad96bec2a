import { Readable } from 'node:stream'
import { asItLeaves } from './as-it-leaves.ts'
import { whileSignedIn } from './while-signed-in.ts'

/** A file to answer with, under its name, and what else is said of it. */
export type CsvFile = { csv: Readable; fileName: string; says?: Readonly<Record<string, string>> }

const csvType = 'text/csv; charset=utf-8; header=present'

/**
 * Answers with a CSV, or a file of another `type`, that streams, for as long as whoever asked is there and may have it. Where only the head is asked for nobody would
 * ever read the file, so none is opened.
 */
export async function csvAnswer(
  request: Request,
  open: () => Promise<CsvFile>,
  mayStill: () => Promise<boolean>,
  type: string = csvType,
): Promise<Response> {
  if (request.method === 'HEAD') return new Response(null, { headers: { 'content-type': type } })
  const { csv, fileName, says } = await open()
  whileSignedIn(csv, mayStill)
  const answer = new Response(Readable.toWeb(csv, asItLeaves) as ReadableStream, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${fileName}"`, ...says },
  })
  if (request.signal.aborted) csv.destroy()
  else request.signal.addEventListener('abort', () => csv.destroy(), { once: true })
  return answer
}
