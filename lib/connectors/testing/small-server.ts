import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A small provider-shaped server on loopback, for the tests of the connectors. Keeps what was asked of it. */
export type SmallServer = {
  url: string
  asked: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[]
  close(): Promise<void>
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => unknown

export async function smallServer(answer: Answer): Promise<SmallServer> {
  const asked: SmallServer['asked'] = []
  const server = createServer((request, response) => {
    const take = (body: string) => {
      asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
      return answer(request, response, body)
    }
    // Who hangs up in the middle of a question is answered nothing, and it is no error of the run either.
    void text(request).then(take, () => undefined)
  })
  return { url: await listen(server), asked, close: () => closing(server) }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function closing(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
