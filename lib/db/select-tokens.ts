import type { PoolClient } from 'pg'

/** Which tokens something touches. `due`: those whose score changes by then; `otherModel`: those scored by another model than this. */
export type Selection =
  | { by: 'ids'; ids: readonly string[] }
  | { by: 'owners'; ids: readonly string[] }
  | { by: 'stated-owner'; id: string }
  | { by: 'workloads'; ids: readonly string[] }
  | { by: 'source'; id: string }
  | { by: 'due'; at: Date }
  | { by: 'other-model'; model: string }
  | { by: 'unstated' }
  | { by: 'everything' }

const where: Readonly<Record<Selection['by'], string>> = {
  ids: 'id = any($3::uuid[])',
  owners: 'owner_id = any($3::uuid[])',
  'stated-owner': "owner_id = $3::uuid and owner_how = 'stated'",
  workloads: 'workload_id = any($3::uuid[])',
  source: 'source_id = $3::uuid',
  due: 'next_change_at <= $3::timestamptz',
  'other-model': 'model <> $3',
  // What a rule or a hint may assign: wherever a person has not.
  unstated: "(owner_how is distinct from 'stated' or workload_how is distinct from 'stated') and $3::text is null",
  everything: '$3::text is null',
}

/** The ids of the next tokens of a selection after `after`, in order. */
export async function nextSelected(
  client: Pick<PoolClient, 'query'>,
  selection: Selection,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from token where id > $1 and ${where[selection.by]} order by id limit $2`,
    [after, limit, valueOf(selection)],
  )
  return rows.map((row) => row.id)
}

function valueOf(selection: Selection): unknown {
  switch (selection.by) {
    case 'ids':
    case 'owners':
    case 'workloads':
      return selection.ids
    case 'source':
    case 'stated-owner':
      return selection.id
    case 'due':
      return selection.at
    case 'other-model':
      return selection.model
    case 'unstated':
    case 'everything':
      return null
  }
}
