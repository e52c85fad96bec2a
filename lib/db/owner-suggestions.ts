import type { PoolClient } from 'pg'
import type { DirectoryOwner, DirectoryWorkload, Ownerless, Suggestion } from '../model/suggestion.ts'

/** A token that nobody here owns, with its id. */
export type OwnerlessToken = Ownerless & { id: string }

type Asks = Pick<PoolClient, 'query'>

/** Makes whoever writes suggestions wait for whoever writes them already, so that the later one goes by the later directory. */
export async function holdSuggestions(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('suggestions', 0))`)
}

/** Everybody, by what name they go, and every workload. */
export async function readWholeDirectory(client: Asks): Promise<{
  owners: DirectoryOwner[]
  handles: { handle: string; ownerId: string }[]
  workloads: DirectoryWorkload[]
}> {
  const owners = await client.query<DirectoryOwner>(
    'select id, name, kind, status, team_id as "teamId", manager_id as "managerId" from owner order by id',
  )
  const handles = await client.query<{ handle: string; ownerId: string }>('select handle, owner_id as "ownerId" from owner_handle')
  const workloads = await client.query<DirectoryWorkload>(
    'select id, key, name, owner_id as "ownerId", accountable_id as "accountableId" from workload order by id',
  )
  return { owners: owners.rows, handles: handles.rows, workloads: workloads.rows }
}

/** Nobody here owns it: it has no owner, or one who left; and it can still be used, or switched on again. */
const wanting = `t.state in ('live', 'disabled') and (t.owner_id is null or t.owner_id = any(array(select id from owner where status = 'departed')))`

/** Another one whenever anybody's name, state or tie is another: cheaper than reading all of it. */
export async function directoryStamp(client: Asks): Promise<string> {
  const sum = (table: string) => `(select coalesce(sum(hashtextextended(r::text, 0)), 0) from ${table} r)`
  const { rows } = await client.query<{ stamp: string }>(
    `select concat_ws(' ', ${['owner', 'owner_handle', 'workload'].map(sum).join(', ')}) as stamp`,
  )
  return rows[0]?.stamp ?? ''
}

/** The next tokens that want an owner, after `after` in the order of their ids. */
export async function nextOwnerless(client: Asks, after: string, limit: number): Promise<OwnerlessToken[]> {
  const { rows } = await client.query<OwnerlessToken>(
    // Peers are asked for once by name, not once a token: ten thousand tokens may share a name.
    `with t as materialized (select * from token t where id > $1 and ${wanting} order by id limit $2),
       peer as (select source_id, name, min(owner_id::text) as owner from token
         where owner_how = 'stated' and name = any(array(select distinct name from t)) group by source_id, name having count(distinct owner_id) = 1)
     select t.id, t.name, t.observed->'ownerHints' as "ownerHints", t.observed->'tags' as tags, t.observed->'consumers' as consumers,
       t.owner_id as "departedId", t.workload_id as "workloadId", p.owner as "peerOwnerId",
       array(select r.owner_id::text from refused_owner r where r.token_id = t.id) as refused
     from t left join peer p on p.source_id = t.source_id and p.name = t.name
     order by t.id`,
    [after, limit],
  )
  return rows
}

/** Keeps the suggestions of these tokens, and takes away what stood for those that have none now. Writes only what differs. */
export async function writeSuggestions(
  client: PoolClient,
  made: readonly { tokenId: string; suggestion: Suggestion | null }[],
  now: Date,
): Promise<void> {
  const rows = made.flatMap(({ tokenId, suggestion }) => (suggestion ? [{ token_id: tokenId, ...suggestion }] : []))
  await client.query(
    `insert into owner_suggestion (token_id, owner_id, evidence, says, certainty, made_at)
     select r.token_id, r."ownerId", r.evidence, left(r.says, 500), r.certainty, $2
     from jsonb_to_recordset($1::jsonb) as r(token_id uuid, "ownerId" uuid, evidence text, says text, certainty text)
     where not exists (select from owner_suggestion g where g.token_id = r.token_id
       and (g.owner_id, g.evidence, g.says, g.certainty) = (r."ownerId", r.evidence, left(r.says, 500), r.certainty))
     order by r.token_id
     on conflict (token_id) do update set owner_id = excluded.owner_id, evidence = excluded.evidence, says = excluded.says,
       certainty = excluded.certainty, made_at = excluded.made_at`,
    [JSON.stringify(rows), now],
  )
  const none = made.flatMap(({ tokenId, suggestion }) => (suggestion ? [] : [tokenId]))
  await client.query('delete from owner_suggestion where token_id = any($1::uuid[])', [none])
}

/** Takes away the suggestions of tokens that have an owner by now, or cannot be used any more. */
export async function dropSettledSuggestions(client: Asks): Promise<void> {
  await client.query(`delete from owner_suggestion g where not exists (select from token t where t.id = g.token_id and ${wanting})`)
}

/** A suggestion as a person saw it when they chose: another one may stand there by now. */
export type Choice = { tokenId: string; ownerId: string }

/** Of these, the ones that still stand, by owner; or all of one kind of evidence. Sorted, so that the same choice locks in the same order. */
export async function standingSuggestions(client: Asks, chosen: readonly Choice[] | { evidence: string; most: number }): Promise<Choice[]> {
  const columns = `g.token_id as "tokenId", g.owner_id as "ownerId"`
  const from = `from owner_suggestion g join token t on t.id = g.token_id and ${wanting}`
  const { rows } =
    'evidence' in chosen
      ? await client.query<Choice>(`select ${columns} ${from} where g.evidence = $1 order by g.owner_id, g.token_id limit $2`, [
          chosen.evidence,
          chosen.most + 1,
        ])
      : await client.query<Choice>(
          `select ${columns} ${from} join jsonb_to_recordset($1::jsonb) as c("tokenId" uuid, "ownerId" uuid)
             on c."tokenId" = g.token_id and c."ownerId" = g.owner_id order by g.owner_id, g.token_id`,
          [JSON.stringify(chosen)],
        )
  return rows
}

/**
 * Keeps the tokens of these choices as they are until the transaction ends, and their owners there; in the order in which whoever
 * states an owner locks them. What stands must be read after this: what stood before may have been decided meanwhile.
 */
export async function lockChoices(client: Asks, choices: readonly Choice[]): Promise<void> {
  await client.query('select 1 from owner where id = any($1::uuid[]) order by id for share', [choices.map(({ ownerId }) => ownerId)])
  await client.query('select 1 from token where id = any($1::uuid[]) order by id for update', [choices.map(({ tokenId }) => tokenId)])
}

/** Remembers that a person refused these, and takes them away. */
export async function refuseOwners(client: Asks, refused: readonly Choice[], statedBy: string, now: Date): Promise<void> {
  await client.query(
    `insert into refused_owner (token_id, owner_id, stated_by, refused_at)
     select "tokenId", "ownerId", $2, $3 from jsonb_to_recordset($1::jsonb) as c("tokenId" uuid, "ownerId" uuid) on conflict do nothing`,
    [JSON.stringify(refused), statedBy, now],
  )
  await client.query('delete from owner_suggestion where token_id = any($1::uuid[])', [refused.map(({ tokenId }) => tokenId)])
}

/** Takes away suggestions that were accepted. */
export async function settleSuggestions(client: Asks, tokenIds: readonly string[]): Promise<void> {
  await client.query('delete from owner_suggestion where token_id = any($1::uuid[])', [tokenIds])
}
