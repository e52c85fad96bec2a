import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireId, wireText } from '../wire.ts'
import { nextPage, pageSize } from './api.ts'
import { fix, paths, type Issuer, type Lookups, type Reading } from './lookups.ts'
import { AnthropicId } from './settings.ts'

const Match = z.object({
  subject_prefix: wireText(500).nullish(),
  audience: wireText(300).nullish(),
  claims: z.record(z.string().max(200), wireText(300)).nullish(),
  condition: wireText(500).nullish(),
})
export type Match = z.infer<typeof Match>

const Rule = z.object({
  id: WireId,
  name: wireText(300).nullish(),
  issuer_id: AnthropicId,
  match: Match,
  oauth_scope: z.string().max(2_000),
  target: z.object({ service_account_id: AnthropicId, service_account_name: wireText(300).nullish() }),
  token_lifetime_seconds: z.number().positive(),
  applies_to_all_workspaces: z.boolean().nullish(),
  workspace_id: AnthropicId.nullish(),
  workspace_ids: z.array(AnthropicId).max(10_000).nullish(),
})
type Rule = z.infer<typeof Rule>

/** The way out: rules by which another issuer's tokens become short access tokens of a service account, so that nobody holds a key. */
export async function* federationRules(reading: Reading, from: Place): AsyncGenerator<Observation> {
  if (!reading.federated) return
  yield* readListing(reading, from, {
    object: 'Anthropic federation rules',
    path: paths.rules,
    query: { limit: pageSize },
    schema: Rule,
    field: 'data',
    next: nextPage,
    fix,
    kinds: [],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'issuer', issuer: issuerOf(row, reading.lookups) }
    },
  })
}

function issuerOf(rule: Rule, { issuers, workspaces, serviceAccounts }: Lookups): IssuerSighting {
  const issuer = issuers?.get(rule.issuer_id)
  const account = rule.target.service_account_name || serviceAccounts?.get(rule.target.service_account_id)?.name || rule.target.service_account_id
  const ids = [...new Set([...(rule.workspace_ids ?? []), ...(rule.workspace_id ? [rule.workspace_id] : [])])]
  const names = ids.map((id) => workspaces?.get(id)?.name || id)
  const everywhere = rule.applies_to_all_workspaces === true
  const scopes = rule.oauth_scope.split(/\s+/).filter((scope) => scope !== '')
  const weak = weaknesses(rule.match, issuer)
  return {
    externalId: rule.id,
    kind: 'anthropic.federation-rule',
    name: rule.name || rule.id,
    mints: `access token of the service account ${account}`.slice(0, 200),
    mintedBinding: 'bearer',
    maxLifeSeconds: rule.token_lifetime_seconds,
    trusts: [`OIDC ${issuer?.issuer_url || rule.issuer_id} where ${whoFits(rule.match)}`.slice(0, 1_000)],
    permissions: {
      scheme: 'anthropic.key',
      stated: {
        names: scopes.length > 0 ? scopes : null,
        // A token is for one workspace at a time, and whoever exchanges it chooses which of them.
        within: everywhere || ids.length !== 1 ? 'organisation' : 'workspace',
        ...(!everywhere && ids.length > 0 && { resource: names.join(', ').slice(0, 2_000) }),
      },
    },
    lastUsed: 'not-reported',
    tags: {
      'service account': account,
      ...(!everywhere && names.length > 0 && { workspaces: names.join(', ').slice(0, 1_000) }),
      ...(everywhere && { workspaces: 'all, those to come too' }),
      ...(issuer?.jwks && { 'signing keys': issuer.jwks.type }),
      ...(weak.length > 0 && { weak: weak.join('; ').slice(0, 1_000) }),
    },
    evidence: {
      trusts: `GET ${paths.rules} match; GET ${paths.issuers} issuer_url`,
      maxLifeSeconds: `GET ${paths.rules} token_lifetime_seconds`,
      permissions: `GET ${paths.rules} oauth_scope, workspace_ids`,
      mintedBinding: 'Anthropic documentation: an access token is sent as a bearer token',
    },
  }
} // prettier-ignore

/** Whose tokens a rule takes, in words. */
function whoFits({ subject_prefix: subject, audience, claims, condition }: Match): string {
  const parts = [
    ...(subject ? [subject.endsWith('*') ? `sub begins with ${subject.slice(0, -1) || 'anything'}` : `sub is ${subject}`] : []),
    ...Object.entries(claims ?? {}).map(([name, value]) => `${name} is ${value}`),
    ...(audience ? [`aud is ${audience}`] : []),
    ...(condition ? [`the expression ${condition} holds`] : []),
  ]
  return parts.join(' and ') || 'anything is said'
}

const longestAssertionSeconds = 86_400

/** What makes a rule easier to pass than one subject of one issuer would be. */
export function weaknesses({ subject_prefix: subject, claims, condition }: Match, issuer: Issuer | undefined): string[] {
  const lifetime = issuer?.max_jwt_lifetime_seconds ?? 0
  return [
    ...(subject?.endsWith('*') ? [`any subject that begins with “${subject.slice(0, -1)}” is taken`] : []),
    ...(!subject && Object.keys(claims ?? {}).length === 0 ? [condition ? 'no subject is named, only an expression' : 'no subject is named'] : []),
    ...(issuer?.check_jti === false ? ['the issuer’s tokens may be used more than once'] : []),
    ...(lifetime > longestAssertionSeconds ? [`the issuer’s tokens may live ${Math.round(lifetime / 3_600)} hours`] : []),
  ]
} // prettier-ignore
