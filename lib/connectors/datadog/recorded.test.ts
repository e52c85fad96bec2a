import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { gapsOf } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { datadog } from './connector.ts'

const file = path.join(import.meta.dirname, 'testing/recorded-2.62.0.json')
const ana = [{ how: 'email', value: 'ana@acme.example' }]

test('rows that Datadog answered are read whole, and the token of a service account once', async () => {
  const { answers } = JSON.parse(await readFile(file, 'utf8')) as { answers: Record<string, unknown> }
  const server = await smallServer(({ url = '' }, response) => {
    const answer = answers[url.split('?')[0] ?? '']
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
  })
  const settings = datadog.settings.parse({ organisation: 'Acme', baseUrl: server.url })
  const credential = { apiKey: 'an API key of nobody', applicationKey: 'an application key of nobody' }
  const seen = await gather(datadog.observe(settings, credential, quietWorld(), null))
  await server.close()
  expect(gapsOf(seen)).toEqual([])
  expect(seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))).toMatchObject([
    { name: 'a key that sends', issuedAt: new Date('2025-09-08T09:24:43.558Z'), lastUsed: { notSince: new Date(quietWorld().now.getTime() - 90 * 86_400_000) }, expires: 'never', ownerHints: [{ value: 'bo@acme.example' }] },
    { name: 'a key 1', lastUsed: { at: new Date('2025-09-06T19:03:18.487Z') }, permissions: { stated: { names: ['all that its owner may'] } }, ownerHints: ana },
    { name: 'a key 2', lastUsed: 'not-reported', permissions: { stated: { names: ['connections_read', 'connections_write'] } }, ownerHints: ana },
    // Its last use is told to the nanosecond.
    { name: 'a token 1', lastUsed: { at: new Date('2026-04-08T08:58:55.302Z') }, expires: { fixed: new Date('2026-04-09T08:58:54Z') }, ownerHints: [] },
    { name: 'a token 2', lastUsed: 'not-reported', expires: 'never' },
    { name: 'a token 3', expires: { fixed: new Date('2027-04-08T16:46:16.639Z') }, ownerHints: ana },
    { kind: 'datadog.service-access-token', name: 'a token of the service account', workloadHint: 'ci', expires: 'never' },
  ])
}) // prettier-ignore
