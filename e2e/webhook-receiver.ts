import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Hook = { headers: IncomingHttpHeaders; body: string }

/** A program that takes webhooks, on loopback, and keeps what it is given. */
export async function startWebhookReceiver() {
  const hooks: Hook[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      hooks.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hooks,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
