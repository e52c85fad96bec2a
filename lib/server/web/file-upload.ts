import { AppError } from '../../model/app-error.ts'

/**
 * Says what is uploaded: the name its source goes by, and how to read it. Both from the query string; the body is the file alone, but for a
 * map before it, where one is `mapped`.
 */
export type UploadAsked = { name: string; settings: Record<string, string>; mapped: boolean }

/** A file on its way to us. */
export type Upload = {
  input: AsyncIterable<Uint8Array>
  /** Reads what nobody wanted any more and throws it away: a browser hears no answer before it has sent everything. */
  rest(): Promise<void>
}

const asks = ['format', 'rows', 'covers'] as const

const units = [[2 ** 30, 'GB'], [2 ** 20, 'MB'], [2 ** 10, 'kB']] as const // prettier-ignore

/** Reads what is asked of an upload. Its values are checked by the flow; a field that there is not is refused here. */
export function readUploadAsked(params: URLSearchParams): UploadAsked {
  const strange = [...params.keys()].filter((key) => key !== 'name' && key !== 'map' && !asks.some((one) => one === key))
  if (strange.length > 0)
    throw new AppError('bad-input', 'This file cannot be imported so.', [
      { where: 'the address', what: `has fields that we do not know. There are: name, map, ${asks.join(', ')}.` },
    ])
  const map = params.get('map')
  if (map !== null && map !== 'first-line')
    throw new AppError('bad-input', 'This file cannot be imported so.', [{ where: 'map', what: 'is not first-line.' }])
  const settings = Object.fromEntries(asks.flatMap((key) => (params.get(key) ? [[key, params.get(key) ?? '']] : [])))
  return { name: params.get('name') ?? '', settings, mapped: map !== null }
}

const mostMapBytes = 64 * 2 ** 10
const lineBreak = 10

/**
 * Takes the map off an upload that begins with one: a line of JSON, and after it the file. Not in the address, which may be logged and is
 * short. Throws AppError 'bad-input' where there is none.
 */
export async function takeMap(input: AsyncIterable<Uint8Array>): Promise<{ map: object; input: AsyncIterable<Uint8Array> }> {
  const parts = input[Symbol.asyncIterator]()
  const line: Uint8Array[] = []
  let bytes = 0
  for (let part = await parts.next(); !part.done; part = await parts.next()) {
    const end = part.value.indexOf(lineBreak)
    const begin = end < 0 ? part.value : part.value.subarray(0, end)
    line.push(begin)
    bytes += begin.length
    if (bytes > mostMapBytes) break
    if (end < 0) continue
    const after = part.value.subarray(end + 1)
    const rest = (async function* () {
      if (after.length > 0) yield after
      for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value
    })()
    return { map: mapIn(Buffer.concat(line).toString()), input: rest }
  }
  throw new AppError('bad-input', 'This upload does not begin with a map: a line of JSON of at most 64 kB. Nothing was saved.')
}

function mapIn(line: string): object {
  try {
    const map = JSON.parse(line) as unknown
    if (typeof map === 'object' && map !== null && !Array.isArray(map)) return map
  } catch {
    // Said below, without the text.
  }
  throw new AppError('bad-input', 'The map is not one JSON object. Nothing was saved.')
}

/**
 * Opens a request's body as a file that is read while it arrives: nothing of it is kept, and nothing goes to a disk of ours.
 * @param length the Content-Length header, or null
 * @param most bytes; more is refused before any of it is read where the length is told, and cut off where it is not
 * @throws AppError 'bad-input' where there is no body or it is too long; the stream throws it where the upload breaks off
 */
export function openUpload(body: ReadableStream<Uint8Array> | null, length: string | null, most: number): Upload {
  const told = length === null ? null : Number(length)
  if (told !== null && told > most) {
    throw new AppError(
      'bad-input',
      `This file has ${sizeWords(told)}; at most ${sizeWords(most)} is read at once. Split it and import the parts one after another. Nothing was saved.`,
    )
  }
  if (!body || told === 0) throw new AppError('bad-input', 'There is no file here, or it is empty. Nothing was saved.')
  const reader = body.getReader()
  let bytes = 0
  let ended = false

  async function next(): Promise<Uint8Array | null> {
    if (ended) return null
    const part = await reader.read().catch((cause: unknown) => {
      ended = true
      throw brokeOff(cause)
    })
    if (part.done) {
      ended = true
      if (told !== null && bytes < told) throw brokeOff(undefined)
      return null
    }
    bytes += part.value.length
    return part.value
  }

  return {
    input: (async function* () {
      for (let part = await next(); part; part = await next()) yield part
    })(),
    async rest() {
      // Whoever sends more than a file may have is not waited for.
      while (bytes <= most && (await next().catch(() => null)));
      if (!ended) await reader.cancel().catch(() => undefined)
      ended = true
    },
  }
}

/** A size in the largest unit that it has one of, rounded up, so that what is just over a limit does not read like the limit. */
function sizeWords(bytes: number): string {
  const [unit, name] = units.find(([size]) => bytes >= size) ?? [1, 'bytes']
  return `${(Math.ceil((bytes / unit) * 10) / 10).toFixed(unit === 1 ? 0 : 1)} ${name}`
}

function brokeOff(cause: unknown): AppError {
  return new AppError('bad-input', 'The upload broke off before the file was whole. Nothing was saved; send it again.', [], { cause })
}
