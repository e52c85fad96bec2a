import type { PopulationSource } from '../model/taken.ts'
import type { Reader } from './scoped.ts'

/** The sources that were watched at an instant, and how far they had been read by then. Few, so all of them. */
export async function populationAt(reader: Reader, at: Date): Promise<readonly PopulationSource[]> {
  const { rows } = await reader.query<PopulationSource>(
    `select regexp_replace(s.name, ' \\(removed [^)]*\\)$', '') as name, s.kind, coalesce(l.state, 'never') as last,
       (select to_char(max(c.finished_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from run c
        where c.source_id = s.id and c.state = 'complete' and c.finished_at <= $1) as "completeAt",
       coalesce((select jsonb_agg(jsonb_build_object('object', g ->> 'object', 'why', g ->> 'why')) from jsonb_array_elements(l.gaps) g), '[]') as gaps
     from source s
     left join lateral (select state, case when jsonb_typeof(gaps) = 'array' then gaps else '[]' end as gaps from run r
       where r.source_id = s.id and r.state <> 'running' and r.finished_at <= $1 order by r.started_at desc limit 1) l on true
     where s.created_at <= $1 and (s.removed_at is null or s.removed_at > $1) order by s.name`,
    [at],
  )
  return rows
}
