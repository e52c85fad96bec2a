import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEstate, type Estate } from '../estate/estate.ts'
import { fromDiscovery, type Discovery } from './google/testing/discovery.ts'
import { closed } from './testing/carve.ts'
import { heldRun, idsOf, type Hold } from './testing/held-company.ts'

let estate: Estate
beforeAll(async () => {
  estate = await startEstate({ tokens: 60, seed: 11 })
})
afterAll(() => estate.close())

async function kept<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, file), 'utf8')) as T
}

const google = async (kind: string) => fromDiscovery((await kept<{ services: Discovery[] }>(`${kind}/testing/discovery.json`)).services)
/** Google's token endpoint is in none of its descriptions. */
const tokenEndpoint = ['POST /oauth2/token']

/** Providers whose own descriptions are small enough, carved to what is asked, to be kept here. `undescribed` is asked too, and not in them. */
const described: readonly (Hold & { undescribed?: readonly string[] })[] = [
  {
    kind: 'gcp',
    setting: 'address',
    after: '/{service}',
    description: () => google('gcp'),
    undescribed: tokenEndpoint,
  },
  {
    kind: 'google-workspace',
    setting: 'address',
    after: '/{service}',
    description: () => google('google-workspace'),
    undescribed: tokenEndpoint,
  },
  {
    kind: 'datadog',
    setting: 'baseUrl',
    description: async () => closed(await kept<object>('datadog/testing/datadog-2.62.0.json')),
    // It is of v1, and asked only for whether a key is known.
    undescribed: ['GET /api/v1/validate'],
  },
]

test.each(described)('$kind: each call and each answer of the made-up company is as the provider describes it', async ({ undescribed = [], ...hold }) => {
  const { straight, held, violations } = await heldRun(estate, hold)
  expect(violations).toEqual(undescribed.map((call) => `${call}: request Selected route not found`))
  expect(idsOf(held).length).toBeGreaterThan(0)
  expect(idsOf(held)).toEqual(idsOf(straight))
  expect(held.filter(({ see }) => see === 'gap')).toEqual([])
}) // prettier-ignore
