import type { Db } from './db.ts'

/** Live tokens without an owner, by where they are and what they are. */
export type OwnerlessGroup = { sourceId: string; sourceName: string; provider: string; kind: string; tokens: number; suggested: number }

/** A name that live tokens without an owner (or workload) carry, and that the directory does not know. */
export type UnknownName = { how: 'email' | 'handle' | 'name' | 'workload'; value: string; tokens: number; example: string }

export type UnratedWorkload = { id: string; name: string; tokens: number }
export type DepartedOwner = { id: string; name: string; teamName: string | null; tokens: number; suggested: number }

const mostRows = 50

/** Live tokens with no owner, the largest group first. */
export async function ownerlessGroups(db: Db): Promise<OwnerlessGroup[]> {
  const { rows } = await db.pool.query<OwnerlessGroup>(
    `select t.source_id as "sourceId", s.name as "sourceName", t.provider, t.kind, count(*)::int as tokens, count(g.token_id)::int as suggested
     from token t join source s on s.id = t.source_id left join owner_suggestion g on g.token_id = t.id
     where t.owner_id is null and t.state = 'live' group by 1, 2, 3, 4 order by tokens desc, 2, 4`,
  )
  return rows
}

/** Owners who left and still have live tokens, the most first. */
export async function departedOwners(db: Db): Promise<{ rows: DepartedOwner[]; owners: number; tokens: number }> {
  const { rows } = await db.pool.query<DepartedOwner & { owners: number; all: number }>(
    `select o.id, o.name, m.name as "teamName", count(*)::int as tokens, count(g.token_id)::int as suggested,
       count(*) over ()::int as owners, sum(count(*)) over ()::int as all
     from owner o join token t on t.owner_id = o.id and t.state = 'live' left join owner m on m.id = o.team_id left join owner_suggestion g on g.token_id = t.id
     where o.status = 'departed' group by o.id, o.name, m.name order by tokens desc, o.name limit ${mostRows}`,
  )
  return { rows, owners: rows[0]?.owners ?? 0, tokens: rows[0]?.all ?? 0 }
}

/** Workloads that nobody has rated, those with the most live tokens first. */
export async function unratedWorkloads(db: Db): Promise<{ rows: UnratedWorkload[]; workloads: number }> {
  const { rows } = await db.pool.query<UnratedWorkload & { workloads: number }>(
    `select w.id, w.name, coalesce(sum(c.count), 0)::int as tokens, count(*) over ()::int as workloads
     from workload w left join facet_count c on c.facet = 'workload' and c.state = 'live' and c.value = w.id::text
     where w.sensitivity is null group by w.id, w.name order by tokens desc, w.name limit ${mostRows}`,
  )
  return { rows, workloads: rows[0]?.workloads ?? 0 }
}

/** Such names with their tokens, as a table `u`; `hint` and `load` narrow what is looked at, by `h` and `t`. */
const unknownNames = ({ hint, load } = { hint: 'true', load: 'true' }) => `u as materialized (
  select h->>'how' as how, lower(h->>'value') as value, t.id, t.name, t.kind from token t, jsonb_array_elements(t.observed->'ownerHints') h
  where t.owner_id is null and t.state = 'live' and ${hint}
    and not exists (select from owner_handle k where k.handle = (h->>'how') || ':' || lower(h->>'value'))
  union all
  select 'workload', lower(t.observed->>'workloadHint'), t.id, t.name, t.kind from token t
  where t.workload_id is null and t.state = 'live' and t.observed ? 'workloadHint' and ${load}
    and not exists (select from workload w where w.key = lower(t.observed->>'workloadHint')))`

/** What tokens name and the directory does not know, the name with the most tokens first; how many names and tokens in all. */
export async function namedButUnknown(db: Db): Promise<{ rows: UnknownName[]; names: number; tokens: number }> {
  const { rows } = await db.pool.query<UnknownName & { names: number; all: number }>(
    `with ${unknownNames()}
     select how, value, count(distinct id)::int as tokens, min(name) as example, count(*) over ()::int as names,
       (select count(distinct id)::int from u) as all
     from u group by how, value order by tokens desc, value limit ${mostRows}`,
  )
  return { rows: rows.map(({ names: _, all: __, ...row }) => row), names: rows[0]?.names ?? 0, tokens: rows[0]?.all ?? 0 }
}

/** The live tokens that carry one such name, at most 200. */
export async function tokensNaming(db: Db, how: string, value: string): Promise<{ id: string; name: string; kind: string }[]> {
  const narrow = {
    hint: `h->>'how' = $1 and lower(h->>'value') = lower($2)`,
    load: `$1 = 'workload' and lower(t.observed->>'workloadHint') = lower($2)`,
  }
  const { rows } = await db.pool.query<{ id: string; name: string; kind: string }>(
    `with ${unknownNames(narrow)} select distinct id, name, kind from u order by name, id limit 200`,
    [how, value],
  )
  return rows
}
