import { once } from 'node:events'
import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { canary } from '../../lib/estate/canary.ts'
import { canariesIn, type Secret } from './secret-search.ts'

/** What stands on the wire between the product and the make-believe providers. */
export type Relay = {
  /** Put in the place of the estate's own address. */
  url: string
  /** Every secret that went over it, in either direction, so far. */
  secrets(): readonly Secret[]
}

/**
 * Passes on every call to the estate and every answer, byte for byte, and notes each secret that goes by: in addresses, bodies and
 * headers, and what the product itself signs in with. Each answer gets one more secret, in headers, as servers of one's own do.
 */
export async function startRelay(target: string): Promise<Relay> {
  const noted = new Map<string, Secret>()
  let answers = 0
  const note = (text: string) => {
    for (const secret of canariesIn(text)) noted.set(secret.random, secret)
  }
  const server = createServer((request, response) => {
    note(`${request.url} ${JSON.stringify(request.headers)}`)
    for (const secret of signInsOf(request.headers)) noted.set(secret.random, secret)
    const { hostname, port } = new URL(target)
    const { method, url, headers } = request
    // The host stays as it was asked for: signatures cover it, and links to further pages lead back here.
    const onward = ask({ hostname, port, method, path: url, headers })
    onward.on('error', () => response.destroy())
    onward.on('response', (answer) => {
      const status = answer.statusCode ?? 502
      const cookies = [...(answer.headers['set-cookie'] ?? []), `id=${canary(0, 'answer-cookie', answers++)}`]
      const all = { ...answer.headers, 'set-cookie': cookies, 'x-debug-session': canary(0, 'answer-header', answers) }
      const parts: Buffer[] = []
      note(JSON.stringify(all))
      response.writeHead(status, all)
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('close', () => note(Buffer.concat(parts).toString('latin1')))
      answer.on('error', () => response.destroy())
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secrets: () => [...noted.values()] }
}

/** An App's signed assertion and AWS's signature are good for minutes, which is long enough to be taken. */
function signInsOf({ authorization = '' }: IncomingHttpHeaders): Secret[] {
  const assertion = /^bearer eyJ[\w-]+\.[\w-]+\.([\w-]{20,})$/i.exec(authorization)?.[1]
  const signature = /Signature=([0-9a-f]{64})/.exec(authorization)?.[1]
  return [
    ...(assertion ? [{ name: 'github-app-assertion', random: assertion }] : []),
    ...(signature ? [{ name: 'aws-signature', random: signature }] : []),
  ]
}
