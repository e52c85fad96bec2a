import type { PoolClient } from 'pg'
import type { Gap } from '../model/sighting.ts'

/** Another worker took this run over: stop, and write nothing. */
export class Fenced extends Error {}

/** Somebody asked for the run to stop. */
export class Cancelled extends Error {}

const andMore = {
  object: 'more than 500 gaps',
  call: 'many',
  why: 'capped',
  says: 'More could not be seen than is listed here. Mend the first causes and sync again.',
} satisfies Gap

/**
 * Notes progress inside the transaction that made it, and proves that the run is still ours: throws Fenced or Cancelled,
 * which rolls the transaction back.
 */
export async function advance(
  client: PoolClient,
  run: { id: string; epoch: number },
  set: {
    staged?: number
    merged?: number
    cursor?: string | null
    expected?: number | null
    gaps?: string
    covered?: string
    phase?: string
  },
): Promise<void> {
  const { rows } = await client.query<{ cancelled: boolean }>(
    `update run set staged = staged + $3, merged = merged + $4, cursor = coalesce($5::jsonb, cursor), expected = coalesce($6, expected),
       gaps = case when jsonb_array_length(gaps) < 500 then gaps || $7::jsonb when jsonb_array_length(gaps) = 500 and $7::jsonb <> '[]' then gaps || $10::jsonb else gaps end, covered = covered || $8::jsonb,
       phase = coalesce($9, phase), progress_at = clock_timestamp()
     where id = $1 and epoch = $2 and state = 'running' returning cancelled_at is not null as cancelled`,
    [
      run.id,
      run.epoch,
      set.staged ?? 0,
      set.merged ?? 0,
      set.cursor ?? null,
      set.expected ?? null,
      set.gaps ?? '[]',
      set.covered ?? '{}',
      set.phase ?? null,
      JSON.stringify([andMore]),
    ],
  )
  if (!rows[0]) throw new Fenced(`Run ${run.id} was taken over.`)
  if (rows[0].cancelled) throw new Cancelled(`Run ${run.id} was cancelled.`)
}
