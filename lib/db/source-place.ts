import type { Db } from './db.ts'

/** Settings of a source that name where its tokens are. Of the others an owner learns nothing. */
const naming = ['account', 'region', 'org', 'organisation', 'project', 'tenant', 'domain']

/** Where a source's tokens are, in its provider's names: the account, the organisation. */
export async function sourcePlace(db: Db, sourceId: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await db.pool.query<{ name: string; value: string }>(
    `select e.key as name, e.value #>> '{}' as value from source s, jsonb_each(case when jsonb_typeof(s.settings) = 'object' then s.settings else '{}' end) e
     where s.id = $1 and e.key = any($2::text[]) and jsonb_typeof(e.value) = 'string'`,
    [sourceId, naming],
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}
