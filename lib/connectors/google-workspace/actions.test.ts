import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { Sighting } from '../../model/sighting.ts'
import { keyFile, testKey } from '../google/testing/key-file.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { actions } from './actions.ts'
import { ActionCredential, Settings } from './settings.ts'

const credential = { serviceAccountKey: keyFile() }

describe('on the company’s domain', () => {
  let estate: Estate
  let seen: readonly Sighting[]
  const opened = async () => {
    const { settings, credential: reads, action } = estate.further['google-workspace']!
    const workspace = await connectorOf('google-workspace')
    return {
      actions: workspace.actions!,
      workspace,
      settings: workspace.settings.parse(settings),
      reads: workspace.credential.parse(reads),
      acts: workspace.actions!.credential.parse(action),
    }
  }
  beforeAll(async () => {
    estate = await startEstate({ tokens: 100, seed: 5 })
    const { workspace, settings, reads } = await opened()
    const all = await gather(workspace.observe(settings, reads, quietWorld(), null))
    seen = all.flatMap((one) => (one.see === 'token' ? [one.token] : []))
  })
  afterAll(() => estate.close())

  test.each(['google-workspace.oauth-grant', 'google-workspace.app-password'])('it is taken away: %s', async (kind) => {
    const target = seen.find((one) => one.kind === kind)!
    const { actions: all, settings, reads, acts } = await opened()
    expect(await all.look(settings, reads, quietWorld(), target)).toMatchObject({ shown: 'live' })
    await all.act(settings, acts, quietWorld(), { target, verb: 'delete', place: null })
    expect(await all.look(settings, reads, quietWorld(), target)).toMatchObject({ shown: 'gone' })
  })
  test('the account that acts reads no people, and its test changes nothing', async () => {
    const { actions: all, workspace, settings, acts } = await opened()
    expect(await all.test(settings, acts, quietWorld())).toMatchObject([{ state: 'granted' }])
    const { actingAdmin: _, ...key } = acts as { actingAdmin: string; serviceAccountKey: string }
    const read = await gather(workspace.observe(settings, key, quietWorld(), null))
    expect(read.map((one) => (one.see === 'gap' ? one.gap.why : one.see))).toEqual(Array(4).fill('not-permitted'))
  })
})

describe('what a grant shows', () => {
  const target = (externalId: string, kind = 'google-workspace.oauth-grant') => ({ kind, externalId, tags: {} }) as unknown as Sighting
  const list = '/admin/admin/directory/v1/users/u1/tokens'
  const grant = `${list}/${encodeURIComponent('www.x.example')}`
  const look = async (answers: Readonly<Record<string, unknown>>, of = target('u1/www.x.example')) => {
    const server = await smallServer((request, response) => {
      const body = request.url === '/oauth2/token' ? { access_token: 'a', expires_in: 60 } : answers[request.url ?? '']
      response.writeHead(body === 403 ? 403 : body ? 200 : 404).end(JSON.stringify(body ?? {}))
    })
    const settings = Settings.parse({ admin: 'a@acme.example', address: `${server.url}/{service}` })
    const looked = await actions.look(settings, credential, quietWorld(), of).catch((error: unknown) => error)
    await server.close()
    return looked
  }
  test.each<[string, Readonly<Record<string, unknown>>, object, Sighting?]>([
    ['it is there', { [grant]: { clientId: 'www.x.example' } }, { shown: 'live' }],
    ['another one is answered', { [grant]: { clientId: 'www.y.example' } }, { shown: 'cannot-tell' }],
    ['it is not, and its list can be read', { [list]: { kind: 'x' } }, { shown: 'gone' }],
    ['it is not, and its list still has it', { [list]: { items: [{ clientId: 'www.x.example' }] } }, { shown: 'cannot-tell' }],
    ['it is not, and its list is something else', { [list]: { hello: 'there' } }, { why: 'malformed' }],
    ['neither can be seen', {}, { why: 'not-found' }],
    ['it is refused', { [grant]: 403 }, { why: 'not-permitted' }],
    ['an app password', { '/admin/admin/directory/v1/users/u1/asps/7': { codeId: 7 } }, { shown: 'live' }, target('u1/asps/7', 'google-workspace.app-password')],
    ['one that is addressed nowhere', {}, { shown: 'cannot-tell' }, target('u1')],
  ])('%s', async (_, answers, wanted, of) => expect(await look(answers, of)).toMatchObject(wanted))
}) // prettier-ignore

test('the account that reads is not the one that acts', async () => {
  const settings = Settings.parse({ admin: 'a@acme.example' })
  const fromFile = { tokenFile: 'standdown' }
  const acts = (of: object) => ActionCredential.parse({ actingAdmin: 'b@acme.example', ...of })
  expect(await actions.sameAsReading(settings, credential, acts(credential), quietWorld())).toContain('another one')
  expect(await actions.sameAsReading(settings, credential, acts({ ...fromFile, serviceAccount: testKey.email }), quietWorld())).toContain(
    'another one',
  )
  expect(await actions.sameAsReading(settings, fromFile, acts(credential), quietWorld())).toBeNull()
})
