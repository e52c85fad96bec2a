import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'
import type { OwnerFields } from '../model/directory.ts'

type Locked = OwnerFields & { version: number }

/** An owner as they are, kept so until the transaction ends; AppError 'not-found' where there is none. */
export async function lockOwner(client: PoolClient, id: string): Promise<Locked> {
  const { rows } = await client.query<Locked>(
    // Not "for update": a sync that gives a token this owner meanwhile would wait for us, holding the token that we want next.
    `select o.name, o.kind, o.email, o.team_id as "teamId", o.manager_id as "managerId", o.status, o.version,
       array(select substr(h.handle, 8) from owner_handle h where h.owner_id = o.id and h.handle like 'handle:%' order by 1) as handles
     from owner o where o.id = $1 for no key update`,
    [id],
  )
  if (!rows[0]) throw new AppError('not-found', 'That owner is not there any more. They may have been merged with another.')
  return rows[0]
}

/** Adds an owner that a person made. */
export async function insertOwner(client: PoolClient, id: string, key: string | null, owner: OwnerFields): Promise<void> {
  const { rowCount } = await client.query(
    `insert into owner (id, key, kind, name, email, team_id, manager_id, status) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing`,
    [id, key, owner.kind, owner.name, owner.email, owner.teamId, owner.managerId, owner.status],
  )
  if (!rowCount) throw new AppError('bad-input', 'There is an owner with this key already.', [{ where: 'key', what: 'is another owner’s' }])
  await writeHandles(client, id, owner, null)
}

/** Writes an owner as a person left them, under their next version. */
export async function updateOwner(client: PoolClient, id: string, owner: OwnerFields, before: OwnerFields): Promise<void> {
  await client.query(
    `update owner set kind = $2, name = $3, email = $4, team_id = $5, manager_id = $6, status = $7, version = version + 1 where id = $1`,
    [id, owner.kind, owner.name, owner.email, owner.teamId, owner.managerId, owner.status],
  )
  await writeHandles(client, id, owner, before)
}

/** What an owner goes by: their handles, their address, and a team's name. A name that a team had stays theirs. */
export function goesBy({ handles, email, kind, name }: Pick<OwnerFields, 'handles' | 'email' | 'kind' | 'name'>): string[] {
  const all = [...handles.map((handle) => `handle:${handle}`), ...(email ? [`email:${email}`] : []), ...(kind === 'team' ? [`name:${name}`] : [])]
  return [...new Set(all.map((handle) => handle.toLowerCase()))]
} // prettier-ignore

/** Throws AppError 'bad-input' at the field where a handle or address is somebody else's. */
async function writeHandles(client: PoolClient, id: string, owner: OwnerFields, before: OwnerFields | null): Promise<void> {
  const now = goesBy(owner)
  const dropped = before ? goesBy(before).filter((handle) => !now.includes(handle) && !handle.startsWith('name:')) : []
  await client.query('delete from owner_handle where owner_id = $1 and handle = any($2)', [id, dropped])
  const { rows: foreign } = await client.query<{ handle: string; name: string }>(
    'select h.handle, o.name from owner_handle h join owner o on o.id = h.owner_id where h.handle = any($1) and h.owner_id <> $2 order by 1',
    [now, id],
  )
  if (foreign.length > 0)
    throw new AppError(
      'bad-input',
      'A name by which providers know somebody is one owner’s alone.',
      foreign.map(({ handle, name }) => ({
        where: handle.startsWith('email:') ? 'email' : handle.startsWith('name:') ? 'name' : 'handles',
        what: `${handle.replace(/^\w+:/, '')} belongs to ${name}. Merge the two, or take it from them first.`,
      })),
    )
  await client.query('insert into owner_handle (handle, owner_id) select unnest($1::text[]), $2 on conflict (handle) do nothing', [now, id])
}
