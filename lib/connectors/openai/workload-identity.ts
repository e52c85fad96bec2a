import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireId, wireText } from '../wire.ts'
import { next, pageSize } from './api.ts'
import { projectsPath, type Reading } from './keys.ts'

export const providersPath = '/organization/workload_identity_providers'
const fix = 'It takes an admin key that may read workload identity providers.'
const Id = z.string().regex(/^[\w-]{1,200}$/)

/** `verification` may hold keys, and is read for its type alone. */
const Provider = z.object({
  id: Id,
  name: wireText(300).nullish(),
  issuer: wireText(500),
  audience: wireText(500).nullish(),
  enabled: z.boolean(),
  verification: z.object({ type: z.string().max(50) }).nullish(),
})
const Rule = z.object({
  id: WireId,
  name: wireText(300).nullish(),
  enabled: z.boolean(),
  attribute_matchers: z.record(z.string().max(200), z.union([wireText(300), z.boolean(), z.number()])),
  permissions: z.object({ type: z.string().max(50), scopes: z.array(z.string().min(1).max(200)).max(500).optional() }),
  project_id: Id,
  service_account_id: Id,
})
const Named = z.object({ id: Id, name: wireText(300).nullish() })
type Provider = z.infer<typeof Provider>
type Rule = z.infer<typeof Rule>

/** The way out: rules by which another issuer's tokens become short access tokens of a project's service account. */
export async function* workloadIdentity(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { api } = reading
  const rules = new Each('OpenAI federation rules', fix)
  const accounts = new Each('OpenAI service accounts', 'It takes an admin key that may read service accounts.')
  const names = new Map<string, ReadonlyMap<string, string>>()
  const of = { query: { limit: pageSize }, field: 'data', next } as const
  /** The service accounts of a project by their ids, asked for once. */
  const namesIn = async (project: string) => {
    const known = names.get(project)
    if (known) return known
    const rows = await accounts.read(api, { ...of, path: `${projectsPath}/${project}/service_accounts`, schema: Named })
    const found = new Map((rows ?? []).map(({ id, name }) => [id, name || id]))
    names.set(project, found)
    return found
  }
  const listing = readListing(reading, from, {
    ...of,
    object: 'OpenAI workload identity providers',
    path: providersPath,
    schema: Provider,
    fix,
    kinds: [],
    async *observe(providers): AsyncGenerator<Observation> {
      for (const provider of providers) {
        const found = await rules.read(api, { ...of, path: `${providersPath}/${provider.id}/federation_rules`, schema: Rule })
        for (const rule of found ?? []) {
          if (!rule.enabled || !provider.enabled) continue
          const account = (await namesIn(rule.project_id)).get(rule.service_account_id) ?? rule.service_account_id
          yield { see: 'issuer', issuer: issuerOf(rule, provider, account) }
        }
      }
    },
  })
  yield* tellingBefore(listing, [rules, accounts])
  yield* rules.end(false)
  yield* accounts.end(false)
}

function issuerOf(rule: Rule, provider: Provider, account: string): IssuerSighting {
  const call = `GET ${providersPath}`
  const restricted = rule.permissions.type === 'restricted' ? (rule.permissions.scopes ?? []) : null
  const fits = Object.entries(rule.attribute_matchers).map(([name, value]) => `${name} is ${String(value)}`)
  const weak = Object.entries(rule.attribute_matchers).flatMap(([name, value]) => (String(value).includes('*') ? [`${name} is matched by a pattern`] : []))
  if (fits.length === 0) weak.push('no attribute is named')
  return {
    externalId: rule.id,
    kind: 'openai.federation-rule',
    name: rule.name || `${provider.name || provider.id} to ${account}`,
    mints: `access token of the service account ${account}`.slice(0, 200),
    mintedBinding: 'bearer',
    maxLifeSeconds: 'not-reported',
    trusts: [`OIDC ${provider.issuer} where ${[...fits, ...(provider.audience ? [`aud is ${provider.audience}`] : [])].join(' and ') || 'anything is said'}`.slice(0, 1_000)],
    permissions: {
      scheme: 'openai.key',
      stated: { names: restricted ?? [rule.permissions.type === 'service_account_default' ? 'project key' : rule.permissions.type], within: 'project', resource: rule.project_id },
    },
    lastUsed: 'not-reported',
    tags: {
      'service account': account,
      'project id': rule.project_id,
      ...(provider.verification && { 'signing keys': provider.verification.type }),
      ...(weak.length > 0 && { weak: weak.join('; ').slice(0, 1_000) }),
    },
    evidence: {
      trusts: `${call} issuer, audience; {id}/federation_rules attribute_matchers`,
      permissions: `${call}/{id}/federation_rules permissions`,
      mintedBinding: 'OpenAI documentation: an access token is sent as a bearer token',
    },
  }
} // prettier-ignore
