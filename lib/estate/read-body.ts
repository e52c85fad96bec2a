import type { IncomingMessage } from 'node:http'

const most = 1024 * 1024

/** The whole body of a request to the estate; nobody asks it in more than a megabyte. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw new Error('The request is too large.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
