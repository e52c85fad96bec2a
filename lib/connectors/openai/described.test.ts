import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { gapsOf } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { openai } from './connector.ts'
import { describedOpenAI } from './testing/described-openai.ts'

const credential = { adminKey: 'CNRY-openai-admin-key-00000000000000000000' }
const settingsAt = (url: string) => openai.settings.parse({ baseUrl: url, organisation: 'Acme' })
const made = new Date(1_711_471_533_000)
const used = { at: new Date(1_711_471_534_000) }

describe('OpenAI by its own description', () => {
  let server: Awaited<ReturnType<typeof describedOpenAI>>
  let seen: Observation[]
  beforeAll(async () => {
    server = await describedOpenAI()
    seen = await gather(openai.observe(settingsAt(server.url), credential, quietWorld(), null))
  })
  afterAll(() => server.close())

  test('every key of its examples, with what the examples say', () => {
    const tokens = seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
    expect(tokens).toMatchObject([
      { kind: 'openai.admin-key', externalId: 'key_abc', name: 'Main Admin Key', issuedAt: made, lastUsed: used, expires: 'not-reported', binding: 'bearer', ownerHints: [{ how: 'name', value: 'My Service Account' }], tags: { owner: 'service_account' } },
      { kind: 'openai.api-key', externalId: 'key_abc', name: 'My API Key', issuedAt: made, lastUsed: used, expires: 'not-reported', binding: 'pop-mtls', popVerified: true, ownerHints: [{ how: 'email', value: 'user@example.com' }], tags: { project: 'Project example', 'project id': 'proj_abc', 'role of its owner': 'owner' } },
    ]) // prettier-ignore
    expect(JSON.stringify(seen)).not.toContain('CNRY')
  })

  test('the certificate of its example is active, so that its keys work only together with one', () => {
    expect(seen).toContainEqual({ see: 'covered', object: 'OpenAI certificates of the organisation', seen: 1 })
  })

  test('what is newer than the description is a gap, and nothing else is', () => {
    expect(gapsOf(seen).map(({ object, why }) => [object, why])).toEqual([['OpenAI workload identity providers', 'not-found']])
  })

  test('a key is looked at and deleted as it describes', async () => {
    const settings = settingsAt(server.url)
    for (const target of seen.flatMap((one) => (one.see === 'token' ? [one.token as Sighting] : []))) {
      expect(await openai.actions?.look(settings, credential, quietWorld(), target)).toMatchObject({ shown: 'live' })
      await openai.actions?.act(settings, credential, quietWorld(), { target, verb: 'delete', place: null })
    }
  })

  test('without a key nothing answers', async () => {
    const refused = await fetch(`${server.url}/organization/admin_api_keys`)
    expect(refused.status).toBe(401)
  })
})
