import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInWith, type SignIn } from '../../connectors/okta/sign-in.ts'
import { Credential } from '../../connectors/okta/settings.ts'
import { quietWorld } from '../../connectors/testing/quiet-world.ts'
import { startEstate, type Estate } from '../estate.ts'

/** The company's Okta is as strict as the real one: what is copied from a call is worth nothing in another. */
let estate: Estate
let session: SignIn
let url: string
beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 5, now: new Date('2026-11-24T00:00:00Z') })
  const { settings, credential } = estate.further.okta!
  url = String(settings.orgUrl)
  session = signInWith(url, Credential.parse(credential), ['okta.apiTokens.read'], quietWorld())
})
afterAll(() => estate.close())

const signed = (path: string, method = 'GET') => session.headers({ method, url: new URL(url + path) })
const status = async (path: string, headers: Record<string, string>, method = 'GET') =>
  (await fetch(url + path, { method, headers })).status

describe('a call', () => {
  test('that is signed in and proved is answered, whatever its query', async () => {
    expect(await status('/api/v1/api-tokens?x=1', await signed('/api/v1/api-tokens?x=1'))).toBe(200)
  })
  test.each<[string, (own: Record<string, string>) => Promise<Record<string, string>> | Record<string, string>]>([
    ['without a proof', ({ authorization }) => ({ authorization: authorization ?? '' })],
    ['as a bearer', ({ authorization }) => ({ authorization: (authorization ?? '').replace('DPoP', 'Bearer') })],
    ['with the proof of another address', async (own) => ({ ...own, dpop: (await signed('/api/v1/users')).dpop ?? '' })],
    ['with the proof of another method', async (own) => ({ ...own, dpop: (await signed('/api/v1/api-tokens', 'DELETE')).dpop ?? '' })],
    ['with a token that was changed', (own) => ({ ...own, authorization: `${own.authorization}x` })],
    ['with the proof of somebody else', async (own) => {
      const other = signInWith(url, Credential.parse(estate.further.okta!.credential), ['okta.apiTokens.read'], quietWorld())
      return { ...own, dpop: (await other.headers({ method: 'GET', url: new URL(`${url}/api/v1/api-tokens`) })).dpop ?? '' }
    }],
    ['with nothing', () => ({})],
  ])('%s is refused', async (_, changed) => {
    expect(await status('/api/v1/api-tokens', await changed({ ...(await signed('/api/v1/api-tokens')) }))).toBe(401)
  }) // prettier-ignore
  test('for which the scope was not asked is forbidden', async () => {
    expect(await status('/api/v1/apps', await signed('/api/v1/apps'))).toBe(403)
  })
})
