import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/** Removes a rule and answers with its name. Any text may come as the id; AppError 'not-found' where no rule has it. */
export async function deleteRule(client: PoolClient, id: string): Promise<{ name: string }> {
  const { rows } = await client.query<{ name: string }>('delete from rule where id::text = $1 returning name', [id])
  if (!rows[0]) throw new AppError('not-found', 'That rule is not there. It may have been removed already.')
  return rows[0]
}
