import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import type { OwnerSighting, WorkloadSighting } from '../model/sighting.ts'

/**
 * Owners as a file states them, by key. Answers with the ids of those that are new or changed in what a score or a match
 * depends on. References to other owners are set by `linkOwners`, once all of them are there. A key whose owner was merged with
 * another ("key:…" among the handles) means that other, who stays as they are and only gains the row's names.
 */
export async function writeOwners(client: PoolClient, owners: readonly OwnerSighting[], demo: boolean): Promise<string[]> {
  const rows = owners.map((owner) => ({
    id: uuid(),
    key: owner.key,
    kind: owner.kind,
    name: owner.name,
    email: owner.email ?? null,
    status: owner.status,
  }))
  const changed = await client.query<{ id: string }>(
    `insert into owner (id, key, kind, name, email, status, demo)
     select o.id, o.key, o.kind, o.name, o.email, o.status, $2 from jsonb_to_recordset($1::jsonb) as o(id uuid, key text, kind text, name text, email text, status text)
     where not exists (select from owner_handle m where m.handle = 'key:' || o.key)
     order by o.key
     on conflict (key) do update set kind = excluded.kind, name = excluded.name, email = excluded.email, status = excluded.status, version = owner.version + 1
       where (owner.kind, owner.name, owner.email, owner.status) is distinct from (excluded.kind, excluded.name, excluded.email, excluded.status)
     returning id`,
    [JSON.stringify(rows), demo],
  )
  const handles = owners.flatMap((owner) =>
    [
      ...owner.handles.map((handle) => `handle:${handle}`),
      ...(owner.email ? [`email:${owner.email}`] : []),
      // A team is known by its name; a person's name is nobody's alone.
      ...(owner.kind === 'team' ? [`name:${owner.name}`, `name:${owner.key}`] : []),
    ].map((handle) => ({ key: owner.key, handle: handle.toLowerCase() })),
  )
  const linked = await client.query<{ id: string }>(
    `insert into owner_handle (handle, owner_id)
     select distinct on (h.handle) h.handle, coalesce(o.id, m.owner_id) from jsonb_to_recordset($1::jsonb) as h(key text, handle text)
       left join owner o on o.key = h.key left join owner_handle m on m.handle = 'key:' || h.key
     where coalesce(o.id, m.owner_id) is not null order by h.handle
     on conflict (handle) do update set owner_id = excluded.owner_id where owner_handle.owner_id <> excluded.owner_id
     returning owner_id as id`,
    [JSON.stringify(handles)],
  )
  return [...new Set([...changed.rows, ...linked.rows].map((row) => row.id))]
}

/** Teams and managers of owners, by key; a key that names nobody leaves the reference empty. */
export async function linkOwners(client: PoolClient, owners: readonly OwnerSighting[]): Promise<void> {
  const rows = owners.map(({ key, team, manager }) => ({ key, team: team ?? null, manager: manager ?? null }))
  await client.query(
    // Whoever edits an owner that had a team or manager must be told that it is another; where there was none, nothing is lost.
    `update owner o set team_id = r.team_id, manager_id = r.manager_id,
       version = o.version + case when o.team_id is null and o.manager_id is null then 0 else 1 end
     from (select r.key, coalesce(t.id, tm.owner_id) as team_id, coalesce(m.id, mm.owner_id) as manager_id
       from jsonb_to_recordset($1::jsonb) as r(key text, team text, manager text) left join owner t on t.key = r.team left join owner m on m.key = r.manager
         left join owner_handle tm on tm.handle = 'key:' || r.team left join owner_handle mm on mm.handle = 'key:' || r.manager) r
     where o.key = r.key and (o.team_id, o.manager_id) is distinct from (r.team_id, r.manager_id)`,
    [JSON.stringify(rows)],
  )
}

/** Workloads as a file states them, by key. Answers with the ids of those that are new or changed in what a score depends on. */
export async function writeWorkloads(client: PoolClient, workloads: readonly WorkloadSighting[], demo: boolean): Promise<string[]> {
  const rows = workloads.map((one) => ({
    id: uuid(),
    key: one.key.toLowerCase(),
    name: one.name,
    environment: one.environment ?? null,
    sensitivity: one.sensitivity ?? null,
    data_classes: one.dataClasses,
    agent: one.agent,
    accountable: one.accountable ?? null,
    owner: one.owner ?? null,
    status: one.status,
  }))
  const { rows: changed } = await client.query<{ id: string }>(
    `insert into workload (id, key, name, environment, sensitivity, data_classes, agent, accountable_id, owner_id, status, demo)
     select w.id, w.key, w.name, w.environment, w.sensitivity, w.data_classes, w.agent, coalesce(a.id, am.owner_id), coalesce(o.id, om.owner_id), w.status, $2
     from jsonb_to_recordset($1::jsonb) as w(id uuid, key text, name text, environment text, sensitivity smallint, data_classes text[],
       agent text, accountable text, owner text, status text)
       left join owner a on a.key = w.accountable left join owner o on o.key = w.owner
       left join owner_handle am on am.handle = 'key:' || w.accountable left join owner_handle om on om.handle = 'key:' || w.owner
     order by w.key
     on conflict (key) do update set name = excluded.name, environment = excluded.environment, sensitivity = excluded.sensitivity,
       data_classes = excluded.data_classes, agent = excluded.agent, accountable_id = excluded.accountable_id, owner_id = excluded.owner_id,
       status = excluded.status, version = workload.version + 1
       where (workload.name, workload.environment, workload.sensitivity, workload.data_classes, workload.agent, workload.accountable_id,
         workload.owner_id, workload.status) is distinct from (excluded.name, excluded.environment, excluded.sensitivity,
         excluded.data_classes, excluded.agent, excluded.accountable_id, excluded.owner_id, excluded.status)
     returning id`,
    [JSON.stringify(rows), demo],
  )
  return changed.map((row) => row.id)
}
