import { afterEach, expect, test } from 'vitest'
import type { Sighting } from '../../model/sighting.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { github } from './connector.ts'
import { authorization, json, paged, smallGitHub, type Route } from './testing/small-github.ts'

const path = '/orgs/acme/credential-authorizations'
const servers: { close(): Promise<void> }[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.close()))))

/** What the look says of credential 7, which was ben's in the last sync. */
async function lookWhere(route: Route) {
  const server = await smallGitHub({ [path]: route })
  servers.push(server)
  const settings = github.settings.parse({ org: 'acme', baseUrl: server.url })
  const target = { kind: 'github.pat.classic', externalId: 'authorization:7', ownerHints: [{ how: 'handle', value: 'github:ben' }] } as unknown as Sighting
  const look = await github.actions?.look(settings, github.credential.parse({ token: 'ghp_0123456789' }), quietWorld(), target)
  return { look, asked: server.asked.map((one) => one.path).filter((one) => one.includes('credential-authorizations')) }
} // prettier-ignore

/** GitHub's own filter: `rows` of others are left out where a login is asked for. */
function filtered(rows: readonly { login: string }[], ofBen: Route): Route {
  return (response, page, base, login) => (login === 'ben' ? ofBen(response, page, base) : paged(path, rows)(response, page, base))
}

test('under the login of the last sync it is found in one call', async () => {
  const { look, asked } = await lookWhere(filtered([], json([authorization(7)])))
  expect(look).toMatchObject({ shown: 'live' })
  expect(asked).toHaveLength(1)
})

const renamed = { ...authorization(7), login: 'benjamin' }
test.each([
  ['the list of the old login is empty', json([])],
  ['the old login is somebody else’s by now', json([authorization(8)])],
  ['there is no such login any more', json({ message: 'Not Found' }, {}, 404)],
] as const)('of a member who was renamed it is found in the whole list: %s', async (_, ofBen) => {
  const others = Array.from({ length: 150 }, (_one, n) => ({ ...authorization(100 + n), login: 'ana' }))
  expect((await lookWhere(filtered([...others, renamed], ofBen))).look).toMatchObject({ shown: 'live' })
  expect((await lookWhere(filtered(others, ofBen))).look).toMatchObject({ shown: 'gone' })
})

test('of a large organisation the whole list is walked, as a sync walks it', async () => {
  const many = Array.from({ length: 20_001 }, (_, n) => ({ ...authorization(100 + n), login: 'ana' }))
  expect((await lookWhere(filtered(many, json([])))).look).toMatchObject({ shown: 'gone' })
})

test('a list that leads in a circle shows nothing', async () => {
  const circle: Route = (response, _page, base) =>
    json([authorization(1)], { link: `<${base}${path}?page=2>; rel="next"` })(response, 1, base)
  expect((await lookWhere(filtered([], circle))).look).toMatchObject({ shown: 'gone' })
  expect((await lookWhere(circle)).look).toMatchObject({ shown: 'cannot-tell', says: expect.stringMatching(/next sync/) })
})
