import type { PoolClient } from 'pg'
import type { Directory, Rule } from '../model/rule.ts'
import type { KnownStatement } from '../model/stated-fact.ts'
import type { KnownControl, KnownExposure, KnownOwner, KnownWorkload } from '../model/token.ts'
import type { Reader } from './scoped.ts'

/** What we know of some tokens, by what it is known of: read for a whole slice in a few queries. */
export type Knowledge = {
  owners: ReadonlyMap<string, KnownOwner>
  workloads: ReadonlyMap<string, KnownWorkload>
  /** By token, workload or source id. */
  controls: ReadonlyMap<string, readonly KnownControl[]>
  /** By token id. */
  exposures: ReadonlyMap<string, readonly KnownExposure[]>
  /** By token id. */
  stated: ReadonlyMap<string, readonly KnownStatement[]>
}

type Ids = { tokens: readonly string[]; owners: readonly string[]; workloads: readonly string[]; sources: readonly string[] }

export async function readKnowledge(client: PoolClient, ids: Ids): Promise<Knowledge> {
  const owners = await client.query<KnownOwner>('select id, name, status from owner where id = any($1::uuid[])', [ids.owners])
  const workloads = await client.query<KnownWorkload>(
    `select id, name, sensitivity, agent, accountable_id as "accountableId", owner_id as "ownerId", status from workload where id = any($1::uuid[])`,
    [ids.workloads],
  )
  const controls = await client.query<KnownControl & { on: string }>(
    `select type, evidenced_at as "evidencedAt", expires_at as "expiresAt", minutes, coalesce(token_id, workload_id, source_id)::text as on
     from control where token_id = any($1::uuid[]) or workload_id = any($2::uuid[]) or source_id = any($3::uuid[])`,
    [ids.tokens, ids.workloads, ids.sources],
  )
  const exposures = await client.query<KnownExposure & { tokenId: string }>(
    `select token_id as "tokenId", state, replaced_at is not null as replaced, closed_at is not null as closed
     from exposure where token_id = any($1::uuid[])`,
    [ids.tokens],
  )
  return {
    owners: new Map(owners.rows.map((row) => [row.id, row])),
    workloads: new Map(workloads.rows.map((row) => [row.id, row])),
    controls: Map.groupBy(controls.rows, (row) => row.on),
    exposures: Map.groupBy(exposures.rows, (row) => row.tokenId),
    stated: await readStatements(client, ids.tokens),
  }
}

/** What people state of these tokens and did not take back, by token id: the last word on each fact. */
export async function readStatements(client: Reader, tokens: readonly string[]): Promise<Map<string, readonly KnownStatement[]>> {
  const { rows } = await client.query<KnownStatement & { tokenId: string }>(
    `select distinct on (token_id, fact) token_id as "tokenId", fact, value, stated_by as by, review_at as "reviewAt"
     from stated_fact where token_id = any($1::uuid[]) and withdrawn_at is null order by token_id, fact, stated_at desc, id desc`,
    [tokens],
  )
  return Map.groupBy(rows, (row) => row.tokenId)
}

/** The rules in force, in their order. */
export async function readRules(client: PoolClient): Promise<Rule[]> {
  const { rows } = await client.query<Rule>(
    `select id, position, condition, owner_id as "ownerId", workload_id as "workloadId" from rule where enabled order by position, id`,
  )
  return rows
}

/** Whom and what these hints may mean. */
export async function readDirectory(
  client: PoolClient,
  rules: readonly Rule[],
  handles: readonly string[],
  keys: readonly string[],
): Promise<Directory> {
  const owners = await client.query<{ handle: string; id: string }>(
    'select handle, owner_id as id from owner_handle where handle = any($1)',
    [handles],
  )
  const workloads = await client.query<{ key: string; id: string }>('select key, id from workload where key = any($1)', [keys])
  return {
    rules,
    ownerByHandle: new Map(owners.rows.map((row) => [row.handle, row.id])),
    workloadByKey: new Map(workloads.rows.map((row) => [row.key, row.id])),
  }
}
