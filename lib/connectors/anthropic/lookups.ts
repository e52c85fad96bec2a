import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { maxPages, readWhole, type Rows } from '../rest/listing.ts'
import { WireHandle, wireText } from '../wire.ts'
import { nextAfter, nextPage, pageSize, type Anthropic } from './api.ts'
import { AnthropicId } from './settings.ts'

export type Reading = Anthropic & { world: ConnectorWorld; lookups: Lookups }

export const paths = {
  keys: '/v1/organizations/api_keys',
  members: '/v1/organizations/users',
  workspaces: '/v1/organizations/workspaces',
  serviceAccounts: '/v1/organizations/service_accounts',
  issuers: '/v1/organizations/federation_issuers',
  rules: '/v1/organizations/federation_rules',
} as const

export const fix =
  'It takes an administrator’s service account (scope org:admin), or an Admin API key for keys, members and workspaces alone.'

const Member = z.object({ id: AnthropicId, email: WireHandle.nullish(), role: z.string().max(100).nullish() })
export type Member = z.infer<typeof Member>

const Workspace = z.object({
  id: AnthropicId,
  name: wireText(300).nullish(),
  archived_at: z.string().max(50).nullish(),
  tags: z.record(z.string().max(100), wireText(300)).nullish(),
})
export type Workspace = z.infer<typeof Workspace>

const ServiceAccount = z.object({
  id: AnthropicId,
  name: wireText(300).nullish(),
  organization_role: z.string().max(100).nullish(),
  archived_at: z.string().max(50).nullish(),
})
export type ServiceAccount = z.infer<typeof ServiceAccount>

/** `jwks` is read for its type alone; a key or a certificate may stand in it. */
const Issuer = z.object({
  id: AnthropicId,
  name: wireText(300).nullish(),
  issuer_url: wireText(1_000).nullish(),
  jwks: z.object({ type: z.string().max(50) }).nullish(),
  check_jti: z.boolean().nullish(),
  max_jwt_lifetime_seconds: z.number().nullish(),
})
export type Issuer = z.infer<typeof Issuer>

/** What keys and rules are judged by; null where it could not be read, or this way in may not ask. */
export type Lookups = {
  members: ReadonlyMap<string, Member> | null
  workspaces: ReadonlyMap<string, Workspace> | null
  serviceAccounts: ReadonlyMap<string, ServiceAccount> | null
  issuers: ReadonlyMap<string, Issuer> | null
}

/** Reads them all. What cannot be read is a gap; a refused credential is thrown. */
export async function* readLookups(anthropic: Anthropic): AsyncGenerator<Observation, Lookups> {
  const of = { field: 'data', query: { limit: pageSize } } as const
  const archived = { ...of.query, include_archived: true }
  const members = yield* byId(anthropic, { ...of, path: paths.members, schema: Member, next: nextAfter }, 'Anthropic members')
  const workspaces = yield* byId(anthropic, { ...of, path: paths.workspaces, query: { ...archived, include_default: true }, schema: Workspace, next: nextAfter }, 'Anthropic workspaces')
  // Anthropic takes no Admin API key for these: nothing failed, and so nothing is asked.
  if (!anthropic.federated) return { members, workspaces, serviceAccounts: null, issuers: null }
  const serviceAccounts = yield* byId(anthropic, { ...of, path: paths.serviceAccounts, query: archived, schema: ServiceAccount, next: nextPage }, 'Anthropic service accounts')
  const issuers = yield* byId(anthropic, { ...of, path: paths.issuers, query: archived, schema: Issuer, next: nextPage }, 'Anthropic federation issuers')
  return { members, workspaces, serviceAccounts, issuers }
} // prettier-ignore

async function* byId<Row extends { id: string }>(
  { api }: Anthropic,
  rows: Rows<Row>,
  object: string,
): AsyncGenerator<Observation, ReadonlyMap<string, Row> | null> {
  try {
    const found = await readWhole(api, rows, object, maxPages)
    if (found.gap) yield { see: 'gap', gap: found.gap }
    yield { see: 'covered', object, seen: found.rows.length }
    return found.gap ? null : new Map(found.rows.map((row) => [row.id, row]))
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) }
    return null
  }
}
