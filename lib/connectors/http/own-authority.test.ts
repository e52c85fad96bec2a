import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closing } from '../testing/small-server.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { selfSigned } from '../testing/self-signed.ts'
import type { NamedInit } from './guarded-fetch.ts'

const own = selfSigned('127.0.0.1')
const another = selfSigned('127.0.0.1')
const elsewhere = selfSigned('127.0.0.2')
const served: Server[] = []

async function serve({ certificate, privateKey }: typeof own): Promise<string> {
  const server = createServer({ key: privateKey, cert: certificate }, (_request, response) => response.end('hello'))
  served.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

let url: string
let wrongName: string
beforeAll(async () => {
  url = await serve(own)
  wrongName = await serve(elsewhere)
})
afterAll(async () => void (await Promise.all(served.map((server) => closing(server)))))

const ask = (at: string, ca?: string, world = quietWorld()) => {
  const init: NamedInit = { ...(ca !== undefined && { ca }) }
  return world.fetch(at, init).then(
    (response) => response.text(),
    (error: unknown) => (error instanceof Error ? error.message : error),
  )
}

test.each<[string, () => Promise<unknown>, unknown]>([
  ['its own authority is believed', () => ask(url, own.certificate), 'hello'],
  ['without it nobody vouches for the server', () => ask(url), expect.stringContaining('not trusted')],
  ['another authority does not vouch for it', () => ask(url, another.certificate), expect.stringContaining('not trusted')],
  ['the name is looked at all the same', () => ask(wrongName, elsewhere.certificate), expect.stringContaining('another name')],
])('%s', async (_, asked, wanted) => expect(await asked()).toEqual(wanted))

test('a connection that one authority opened serves no call that believes none', async () => {
  const world = quietWorld()
  expect(await ask(url, own.certificate, world)).toBe('hello')
  expect(await ask(url, undefined, world)).toContain('not trusted')
  expect(await ask(url, own.certificate, world)).toBe('hello')
})
