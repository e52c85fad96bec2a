import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../../estate/estate.ts'
import type { Sighting } from '../../model/sighting.ts'
import { NotSent } from '../not-sent.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { keyFile, testKey } from '../google/testing/key-file.ts'
import { actions } from './actions.ts'
import { ActionCredential, Settings } from './settings.ts'

const name = 'projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com/keys/aa01'
const target = (externalId: string, kind = 'gcp.service-account-key') => ({ kind, externalId, tags: {} }) as unknown as Sighting
const credential = { serviceAccountKey: keyFile() }

describe('on the company’s organisation', () => {
  let estate: Estate
  let seen: readonly Sighting[]
  const opened = async () => {
    const { settings, credential: reads, action } = estate.further.gcp!
    const gcp = await connectorOf('gcp')
    return { gcp, settings: gcp.settings.parse(settings), reads: gcp.credential.parse(reads), acts: gcp.actions!.credential.parse(action) }
  }
  beforeAll(async () => {
    estate = await startEstate({ tokens: 100, seed: 5 })
    const { gcp, settings, reads } = await opened()
    const all = await gather(gcp.observe(settings, reads, quietWorld(), null))
    seen = all.flatMap((one) => (one.see === 'token' ? [one.token] : []))
  })
  afterAll(() => estate.close())
  const doIt = async (of: Sighting, verb: 'disable' | 'enable' | 'delete') => {
    const { gcp, settings, reads, acts } = await opened()
    await gcp.actions!.act(settings, acts, quietWorld(), { target: of, verb, place: null })
    return (await gcp.actions!.look(settings, reads, quietWorld(), of)).shown
  }
  const one = (part: string) => seen.find(({ externalId, name: called }) => externalId.includes(part) || called === part)!

  test('a key is switched off, on again and deleted', async () => {
    const key = one('lake-ingest')
    expect([await doIt(key, 'disable'), await doIt(key, 'enable'), await doIt(key, 'delete')]).toEqual(['disabled', 'live', 'gone'])
  })
  test('a key of an account that is switched off does not work', async () => {
    const { gcp, settings, reads } = await opened()
    expect(await gcp.actions!.look(settings, reads, quietWorld(), one('customs-desk'))).toMatchObject({ shown: 'disabled', says: expect.stringContaining('service account') as string })
  })
  test('an API key is deleted', async () => expect(await doIt(one('Gemini trial'), 'delete')).toBe('gone'))
  test('the account that reads may not act, and the one that acts may not read', async () => {
    const { gcp, settings, reads, acts } = await opened()
    await expect(gcp.actions!.act(settings, reads, quietWorld(), { target: one('backup-runner'), verb: 'disable', place: null })).rejects.toMatchObject({ why: 'not-permitted' })
    await expect(gcp.actions!.look(settings, acts, quietWorld(), one('backup-runner'))).rejects.toMatchObject({ why: 'not-permitted' })
  })
  test('the key that Standdown acts with is not changed by it', async () => {
    const { gcp, settings, acts } = await opened()
    await expect(gcp.actions!.act(settings, acts, quietWorld(), { target: one('standdown-actor'), verb: 'disable', place: null })).rejects.toBeInstanceOf(NotSent)
  })
  test('what it may do, Google tells, and nothing is tried', async () => {
    const { gcp, settings, reads, acts } = await opened()
    expect((await gcp.actions!.test(settings, acts, quietWorld())).map(({ state }) => state)).toEqual(Array(4).fill('granted'))
    // On the organisation; what was given on single projects is not seen from there.
    const above = await gcp.actions!.test(settings, reads, quietWorld())
    expect(above.map(({ state }) => state)).toEqual(Array(4).fill('cannot-tell'))
    expect(above[0]?.says).toMatch(/^Google says that it does not have this on .+ Where it was given on single projects, that is not seen from here\.$/)
  })
}) // prettier-ignore

describe('what a key shows', () => {
  const parent = name.slice(0, name.indexOf('/keys/'))
  const look = async (answers: Readonly<Record<string, unknown>>, of = target(name)) => {
    const server = await smallServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      const body = path === '/oauth2/token' ? { access_token: 'a', expires_in: 60 } : answers[path]
      response.writeHead(body === 403 ? 403 : body ? 200 : 404).end(JSON.stringify(body ?? {}))
    })
    const settings = Settings.parse({ scope: 'organizations/9', address: `${server.url}/{service}` })
    const looked = await actions.look(settings, credential, quietWorld(), of).catch((error: unknown) => error)
    await server.close()
    return looked
  }
  const api = target('projects/111/locations/global/keys/k1', 'gcp.api-key')
  test.each<[string, Readonly<Record<string, unknown>>, object, Sighting?]>([
    ['it is there', { [`/iam/v1/${name}`]: { name }, [`/iam/v1/${parent}`]: { email: 'x' } }, { shown: 'live' }],
    ['it is off', { [`/iam/v1/${name}`]: { name, disabled: true } }, { shown: 'disabled' }],
    ['its account is off', { [`/iam/v1/${name}`]: { name }, [`/iam/v1/${parent}`]: { email: 'x', disabled: true } }, { shown: 'disabled' }],
    ['it is not, and its list can be read', { [`/iam/v1/${parent}/keys`]: {} }, { shown: 'gone' }],
    ['it is not, and its list has it all the same', { [`/iam/v1/${parent}/keys`]: { keys: [{ name }] } }, { shown: 'cannot-tell' }],
    ['it is not, and its list is something else', { [`/iam/v1/${parent}/keys`]: { hello: 'there' } }, { why: 'malformed' }],
    ['its keys are not, and its account is', { '/iam/v1/projects/acme-prod/serviceAccounts': { accounts: [{ email: 'ci@acme-prod.iam.gserviceaccount.com' }] } }, { shown: 'cannot-tell' }],
    ['its account is not there, and the accounts are something else', { '/iam/v1/projects/acme-prod/serviceAccounts': { hello: 'there' } }, { why: 'malformed' }],
    ['an API key whose list has it all the same', { '/apikeys/v2/projects/111/locations/global/keys': { keys: [{ name: 'projects/111/locations/global/keys/k1' }] } }, { shown: 'cannot-tell' }, api],
    ['its account is not there either, and the accounts can be read', { '/iam/v1/projects/acme-prod/serviceAccounts': {} }, { shown: 'gone' }],
    ['none of it can be seen', {}, { why: 'not-found' }],
    ['it is refused', { [`/iam/v1/${name}`]: 403 }, { why: 'not-permitted' }],
    ['another one is answered', { [`/iam/v1/${name}`]: { name: 'another' } }, { shown: 'cannot-tell' }],
    ['an API key that was deleted', { '/apikeys/v2/projects/111/locations/global/keys/k1': { name: api.externalId, deleteTime: '2026-11-01T00:00:00Z' } }, { shown: 'gone' }, api],
    ['an API key that is not there', { '/apikeys/v2/projects/111/locations/global/keys': {} }, { shown: 'gone' }, api],
    ['an API key of which nothing can be seen', {}, { why: 'not-found' }, api],
    ['one that is addressed nowhere', {}, { shown: 'cannot-tell' }, target('k1')],
  ])('%s', async (_, answers, wanted, of) => expect(await look(answers, of)).toMatchObject(wanted))
}) // prettier-ignore

test('the account that reads is not the one that acts', async () => {
  const settings = Settings.parse({ scope: 'projects/acme-prod', serviceAccount: 'reader@acme-tools.iam.gserviceaccount.com' })
  const fromFile = { tokenFile: 'standdown' }
  const acts = (of: object) => ActionCredential.parse(of)
  const same = (reads: Parameters<typeof actions.sameAsReading>[1], of: object) =>
    actions.sameAsReading(settings, reads, acts(of), quietWorld())
  expect(await same(credential, credential)).toContain('another one')
  expect(await same(credential, { ...fromFile, serviceAccount: testKey.email })).toContain('another one')
  expect(await same(fromFile, { ...fromFile, serviceAccount: 'reader@acme-tools.iam.gserviceaccount.com' })).toContain('another one')
  expect(await same(fromFile, credential)).toBeNull()
})
