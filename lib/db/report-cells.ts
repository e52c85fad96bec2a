import { guardHint, guardPlace } from '../model/csv-cell.ts'
import { Prisma } from './generated/client.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/** The columns of a report in their order: each a name and what stands in it. */
export type Columns = readonly (readonly [name: string, cell: Sql])[]

export function selectList(columns: Columns): Sql {
  return join(columns.map(([name, cell]) => sql`${cell} as ${raw(name)}`))
}

/** Text that somebody else wrote, kept from being run as a formula. */
export function guarded(text: string): Sql {
  const cell = raw(text)
  return sql`case when ${cell} ~ ${guardHint} then regexp_replace(${cell}, ${guardPlace}, '''', 'g') else ${cell} end`
}

/** Text of our own, a number or an id. */
export function plain(text: string): Sql {
  return raw(text)
}

/** An instant in UTC, ISO 8601; empty where there is none. */
export function instant(at: string): Sql {
  return raw(`case when isfinite(${at}) then to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`)
}

/** What stands in a column of instants where a fact of the past is not kept: no instant of ours is that. */
export const notKept = raw(`'-infinity'::timestamptz`)

/** The same where it may be that nobody kept it: "unknown", and not empty. */
export function keptInstant(at: string): Sql {
  return raw(
    `case when ${at} = '-infinity' then 'unknown' when isfinite(${at}) then to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`,
  )
}

/** The name of somebody by their id, guarded; "unknown" where the id is of nobody who is known. */
export function namedOwner(id: string, owner: string, name = 'name'): Sql {
  return sql`case when ${raw(id)} is not null and ${raw(`${owner}.id`)} is null then 'unknown' else ${guarded(`${owner}.${name}`)} end`
}

/** yes or no; empty where it is not known. */
export function yesNo(condition: string): Sql {
  return raw(`case when ${condition} then 'yes' when not (${condition}) then 'no' end`)
}
