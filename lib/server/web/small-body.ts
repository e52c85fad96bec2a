import { AppError } from '../../model/app-error.ts'

/**
 * A request's body as text, held whole and therefore small. Throws AppError 'bad-input' where it is longer than `most` bytes,
 * before any of it is read where the length is told, or is not UTF-8.
 */
export async function readSmallBody(request: Request, most: number): Promise<string> {
  const tooLong = () => new AppError('bad-input', `At most ${Math.floor(most / 1_024)} KiB are read at once. Send the lines in parts.`)
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLong()
  const parts: Uint8Array[] = []
  let bytes = 0
  const reader = request.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.length
    if (bytes > most) {
      await reader?.cancel()
      throw tooLong()
    }
    parts.push(part.value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch (cause) {
    throw new AppError('bad-input', 'This is not UTF-8.', [], { cause })
  }
}
