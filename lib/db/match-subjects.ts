import type { PoolClient } from 'pg'
import type { RuleCondition } from '../model/rule.ts'
import type { Sighting } from '../model/sighting.ts'
import type { AssignedHow, TokenState } from '../model/token.ts'
import { Prisma } from './generated/client.ts'

const { sql, join } = Prisma
type Sql = Prisma.Sql

/** What a rule looks at of a token, and what the token has been assigned. */
export type MatchSubject = Pick<Sighting, 'kind' | 'name' | 'ownerHints' | 'tags' | 'workloadHint'> & {
  id: string
  sourceId: string
  state: TokenState
  ownerId: string | null
  ownerHow: AssignedHow | null
  workloadId: string | null
  workloadHow: AssignedHow | null
}

/**
 * The live tokens to which a rule has assigned one of these; or at least those that one of the conditions, of the owners' names
 * (`handleOf`) or of the workloads' keys (in lower case) fits. More may come than fit: the caller looks at each.
 */
export type Subjects =
  | { ownerIds: readonly string[]; workloadIds: readonly string[] }
  | { conditions: readonly RuleCondition[] }
  | { names: readonly string[] }
  | { workloadKeys: readonly string[] }

const sliceSize = 5_000
const firstId = '00000000-0000-0000-0000-000000000000'

/** Tokens as rules see them, a slice at a time. */
export async function* matchSubjects(client: Pick<PoolClient, 'query'>, which: Subjects): AsyncGenerator<MatchSubject[]> {
  const narrowed = narrowedTo(which)
  for (let after = firstId; ;) {
    const { text, values } = sql`
      select id, source_id as "sourceId", state, kind, name, observed->'ownerHints' as "ownerHints", observed->'tags' as tags, observed->>'workloadHint' as "workloadHint",
        owner_id as "ownerId", owner_how as "ownerHow", workload_id as "workloadId", workload_how as "workloadHow"
      from token where id > ${after}::uuid and (${narrowed}) order by id limit ${sliceSize}`
    const { rows } = await client.query<MatchSubject>(text, values)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

/** What Postgres can tell as surely as we do; patterns are left to the caller. */
function narrowedTo(which: Subjects): Sql {
  if ('conditions' in which) return which.conditions.length === 0 ? sql`false` : join(which.conditions.map(sqlOf), ' or ')
  if ('names' in which)
    return sql`exists (select from jsonb_array_elements(observed->'ownerHints') h
      where ${foldsTo(sql`h->>'value'`, sql`(h->>'how') || ':' || lower(h->>'value')`, which.names)})`
  if ('workloadKeys' in which)
    return sql`observed ? 'workloadHint' and ${foldsTo(sql`observed->>'workloadHint'`, sql`lower(observed->>'workloadHint')`, which.workloadKeys)}`
  return sql`state = 'live' and ((owner_how = 'rule' and owner_id = any(${which.ownerIds}::uuid[]))
    or (workload_how = 'rule' and workload_id = any(${which.workloadIds}::uuid[])))`
}

function sqlOf({ sourceId, provider, kind }: RuleCondition): Sql {
  const parts = [sql`true`]
  if (sourceId !== undefined) parts.push(sql`source_id = ${sourceId}::uuid`)
  if (provider !== undefined) parts.push(sql`starts_with(kind, ${`${provider}.`})`)
  if (kind !== undefined && !kind.includes('*')) parts.push(sql`kind = ${kind.toLowerCase()}`)
  return sql`(${join(parts, ' and ')})`
}

/** Beyond ASCII, what is the lower case of a letter depends on who is asked: such a value is let through. */
function foldsTo(value: Sql, folded: Sql, wanted: readonly string[]): Sql {
  return sql`(octet_length(${value}) > length(${value}) or ${folded} = any(${wanted}::text[]))`
}

/** How many live tokens have what from a rule: a row for each pair of owner and workload, null where that is not a rule's doing. */
export async function ruleAssignments(
  client: Pick<PoolClient, 'query'>,
): Promise<{ ownerId: string | null; workloadId: string | null; count: number }[]> {
  const { rows } = await client.query<{ ownerId: string | null; workloadId: string | null; count: number }>(
    `select case when owner_how = 'rule' then owner_id end as "ownerId", case when workload_how = 'rule' then workload_id end as "workloadId",
       count(*)::int as count
     from token where state = 'live' and (owner_how = 'rule' or workload_how = 'rule') group by 1, 2`,
  )
  return rows
}
