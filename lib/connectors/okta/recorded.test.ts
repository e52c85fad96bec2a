import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { gapsOf } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { okta } from './connector.ts'

const file = path.join(import.meta.dirname, 'testing/recorded-3.4.6.json')
const user = 'John.Doe-Change-Recovery@example.com'
const of = {
  permissions: { scheme: 'okta.roles', stated: { names: ['USER_ADMIN'], within: 'organisation' } },
  ownerHints: [{ how: 'email', value: user }],
}

test('answers that organisations at Okta gave are read whole, and no secret of them', async () => {
  const { answers } = JSON.parse(await readFile(file, 'utf8')) as { answers: Record<string, unknown> }
  const server = await smallServer(({ url = '' }, response) => {
    const answer = answers[url.split('?')[0] ?? '']
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? { errorCode: 'E0000007' }))
  })
  const world = quietWorld()
  const seen = await gather(okta.observe(okta.settings.parse({ orgUrl: server.url }), { token: 'CNRY-okta-token' }, world, null))
  await server.close()
  expect(gapsOf(seen)).toEqual([])
  expect(seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))).toMatchObject([
    // Used a moment ago, by the recording: its end is one window after that.
    { ...of, externalId: '00T3kinb0wOUpDUdV5d7', issuedAt: new Date('2025-07-21T05:52:51Z'), lastUsed: { at: new Date('2025-12-31T08:12:57Z') }, expires: { slidingSeconds: 30 * 86_400 } },
    { ...of, externalId: '00T45yrcisQjYlxJr5d7', lastUsed: { at: new Date('2025-12-17T06:23:05Z') } },
    // An organisation that tells no window.
    { ...of, externalId: '00T1f3w86v9h8o1VZ1d7', lastUsed: 'not-reported', expires: 'not-reported' },
    { externalId: 'ocss92c5sa5voRKQv5d7', lifecycle: 'active', binding: 'bearer', permissions: { stated: { names: ['okta.apps.read', 'okta.roles.read'] } } },
    { externalId: 'ocss9288npzaKNsaK5d7', lifecycle: 'disabled', issuedAt: new Date('2026-01-06T19:51:00Z') },
  ])
  expect(seen).toContainEqual(expect.objectContaining({ see: 'issuer', issuer: expect.objectContaining({ mintedBinding: 'bearer' }) as object }))
  expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
}) // prettier-ignore
