import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { Observation } from '../model/sighting.ts'
import { connectorOf } from './registry.ts'
import { heldToDescription } from './testing/described-server.ts'
import { farDescription, type Part } from './testing/far-description.ts'
import { gather, quietWorld } from './testing/quiet-world.ts'

let estate: Estate
beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 11 })
})
afterAll(() => estate.close())

/** Which setting of a connector leads to what is described, and what it asks there; `undescribed` is asked too, and not in the description. */
const described: readonly { kind: string; setting: string; parts: readonly Part[]; undescribed?: readonly string[] }[] = [
  {
    kind: 'entra',
    setting: 'graphUrl',
    parts: [
      {
        file: 'microsoft.com/graph.json',
        before: '/v1.0',
        asks: [
          'GET /applications',
          'GET /applications/{application-id}',
          'GET /applications/{application-id}/federatedIdentityCredentials',
          'GET /servicePrincipals',
          'GET /servicePrincipals/{servicePrincipal-id}/appRoleAssignments',
          'GET /roleManagement/directory/roleAssignments',
          'GET /roleManagement/directory/roleDefinitions',
          'GET /oauth2PermissionGrants',
          'GET /groups/{group-id}/transitiveMembers',
        ],
        // Sent only with full metadata, or where a type is not the one declared.
        optional: ['@odata.type'],
      },
    ],
    // Too new for the description of the beta that is in the bundle.
    undescribed: ['GET /beta/reports/appCredentialSignInActivities'],
  },
]

describe.each(described)('$kind by the provider’s own description', ({ kind, setting, parts, undescribed = [] }) => {
  test('each call and each answer of the made-up company is as described, and what is seen is the same', async () => {
    const source = Object.values(estate.further).find((one) => one.kind === kind)
    if (!source) throw new Error(`The company has no ${kind}.`)
    const straight = await read(kind, source.settings, source.credential)
    const server = await heldToDescription(await farDescription(parts), String(source.settings[setting]))
    const held = await read(kind, { ...source.settings, [setting]: server.url }, source.credential)
    await server.close()
    expect(server.violations()).toEqual(undescribed.map((call) => `${call}: request Selected route not found`))
    expect(tokens(held)).toEqual(tokens(straight))
    expect(held.filter(({ see }) => see === 'gap')).toEqual([])
  })
})

async function read(kind: string, settings: object, credential: unknown): Promise<Observation[]> {
  const connector = await connectorOf(kind)
  const world = { ...quietWorld(), now: estate.control.now() }
  return gather(connector.observe(connector.settings.parse(settings), connector.credential.parse(credential), world, null))
}

const tokens = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'token' ? [one.token.externalId] : []))
