import type { PoolClient } from 'pg'

/** What was one owner's and is another's, by id. */
export type MovedWithOwner = { accounts: string[]; members: string[]; reports: string[]; workloads: string[]; rules: string[] }

/**
 * Gives everything that is one owner's to another: handles, members, reports, workloads, rules, accounts, and for which tokens they
 * were refused. Answers with what moved. The key lives on as a name of the other, so that the next import of a file finds them.
 * Tokens are the caller's.
 */
export async function moveOwner(client: PoolClient, from: string, to: string): Promise<MovedWithOwner> {
  const move = async (text: string) => (await client.query<{ id: string }>(`${text} returning id`, [to, from])).rows.map(({ id }) => id)
  await client.query(`insert into owner_handle (handle, owner_id) select 'key:' || key, $1 from owner where id = $2 and key is not null on conflict (handle) do update set owner_id = excluded.owner_id`, [to, from]) // prettier-ignore
  await client.query('update owner_handle set owner_id = $1 where owner_id = $2', [to, from])
  await client.query(
    `insert into refused_owner (token_id, owner_id, stated_by, refused_at)
     select token_id, $1, stated_by, refused_at from refused_owner where owner_id = $2 on conflict do nothing`,
    [to, from],
  )
  return {
    members: await move('update owner set team_id = case when id = $1 then null else $1 end, version = version + 1 where team_id = $2'),
    reports: await move(
      'update owner set manager_id = case when id = $1 then null else $1 end, version = version + 1 where manager_id = $2',
    ),
    workloads: await move(
      'update workload set owner_id = case when owner_id = $2 then $1 else owner_id end, accountable_id = case when accountable_id = $2 then $1 else accountable_id end, version = version + 1 where owner_id = $2 or accountable_id = $2',
    ),
    rules: await move('update rule set owner_id = $1, version = version + 1 where owner_id = $2'),
    accounts: await move('update "user" set owner_id = $1, version = version + 1 where owner_id = $2'),
  }
}

/** Takes away an owner who has nothing any more. */
export async function deleteOwner(client: PoolClient, id: string): Promise<void> {
  await client.query('delete from owner where id = $1', [id])
}
