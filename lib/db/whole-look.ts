/** Whether a run looked at the whole of what `token t` is of: its part, where it is of one, else the source. `run` is its alias. */
export function looksAt(run: string): string {
  return `case when t.observed ? 'part' then ${run}.state in ('complete', 'partial') and t.observed ->> 'part' = any(${run}.whole_parts)
    else ${run}.state = 'complete' end`
}

/** The newest run that looked at the whole of what `token t` of `source s` is of. */
export const lastLook = `case when t.observed ? 'part' then (select d.id from run d where d.source_id = t.source_id
    and d.state in ('complete', 'partial') and t.observed ->> 'part' = any(d.whole_parts) order by d.started_at desc limit 1)
  else s.last_complete_run_id end`

/** The instant of which a run told: when it began, unless what it read was seen by somebody else before. `run` is its alias. */
export function toldOf(run: string): string {
  return `coalesce(${run}.as_of, ${run}.started_at)`
}
