import type { PoolClient } from 'pg'
import type { Editor } from '../model/directory-edit.ts'

/** Who last changed this by hand since that version, and when; null where no person did. */
export async function lastEditor(client: Pick<PoolClient, 'query'>, target: string, since: number): Promise<Editor> {
  const { rows } = await client.query<{ name: string; at: Date }>(
    `select actor as name, at from audit where target = $1 and actor_id is not null and (after->>'version')::int > $2 order by seq desc limit 1`,
    [target, since],
  )
  return rows[0] ?? null
}
