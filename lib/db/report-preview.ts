import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'

const { sql, raw } = Prisma

/** The first rows of a select, each cell as the text that its file would have; nothing is an empty cell. */
export async function firstRows(
  db: Db,
  scope: Scope,
  select: Prisma.Sql,
  most: number,
): Promise<{ columns: readonly string[]; rows: readonly (readonly string[])[] }> {
  const { text, values } = sql`${select} limit ${raw(String(most))}`
  return scoped(db, scope, async (reader) => {
    const { rows, fields } = await reader.query<Record<string, unknown>>({ text, values })
    const columns = fields.map(({ name }) => name)
    return { columns, rows: rows.map((row) => columns.map((name) => cellText(row[name]))) }
  })
}

function cellText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value as string | number | boolean)
}
