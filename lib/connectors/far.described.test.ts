import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEstate, type Estate } from '../estate/estate.ts'
import { farDescription, type Part } from './testing/far-description.ts'
import { heldRun, idsOf } from './testing/held-company.ts'

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
    const { straight, held, violations } = await heldRun(estate, { kind, setting, description: () => farDescription(parts) })
    expect(violations).toEqual(undescribed.map((call) => `${call}: request Selected route not found`))
    expect(idsOf(held)).toEqual(idsOf(straight))
    expect(held.filter(({ see }) => see === 'gap')).toEqual([])
  })
})
