import type { LeakStep } from '../model/leak.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { instant } from './report-cells.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma
type Sql = Prisma.Sql

/** How a leak stands, as `lib/exposure` says it: a token that works is live, whatever was finished before. Over `exposure x` and its `token t`, if any. */
export const leakState = raw(`case when x.closed_because = 'not-ours' then 'not-ours'
  when x.closed_at is not null and (x.closed_because is null or t.state is distinct from 'live') then 'closed'
  when x.token_id is null then 'unmatched' when t.state = 'live' then 'live' else 'contained' end`)

/** What a viewer may see of `exposure x`: an owner those of their own tokens, and none that nobody has matched. */
export function exposureInScope(scope: Scope): Sql {
  return scope.all ? sql`true` : sql`(t.id is not null and ${inScope(scope)})`
}

/** Its provider shows it off, as `isContained` of `lib/exposure` says it; over `sinceOff`. */
const isContained = `t.state <> 'live' and (t.state <> 'gone' or t.absent_runs >= 2 or off.at is not null)`

/** Which steps are done, as `stepsOf` of `lib/exposure` says it, over `x`, `t` and `sinceOff`. */
const isDone: Readonly<Record<LeakStep, string>> = {
  contain: isContained,
  replace: `x.replaced_at is not null`,
  delete: `t.state in ('revoked', 'expired') or (t.state = 'gone' and t.absent_runs >= 2)`,
  review: 'x.reviewed_at is not null',
  rescan: 'x.rescanned_at is not null',
}

/** The names of the steps that are done, in their order. */
export const leakStepsDone = raw(
  `concat_ws(' ', ${Object.entries(isDone)
    .map(([step, done]) => `case when ${done} then '${step}' end`)
    .join(', ')})`,
)

/** Since when a leak is contained, over `sinceOff`: an instant; "unknown" where it is off and nobody can say since when; empty while it is not. */
export const leakContained = raw(
  `case when ${isContained} then coalesce(case when not off.at_first then ${instant('off.at').sql} end, 'unknown') end`,
)

/** Absent in one sync, which proves nothing yet. */
const absentOnce = `t.state = 'gone' and t.absent_runs < 2`

/** Whether its provider shows the token, or a file tells of it. */
const tellsOfToken = `case when exists (select from source f where f.id = t.source_id and f.kind = 'file') then 'file' else 'provider' end`

/** Whether what leaked still works, and who says so, as `validityOf` has it. */
export const [leakWorks, leakWorksSays] = [
  raw(
    `case when ${absentOnce} then 'not checked' when t.id is not null then case t.state when 'live' then 'yes' else 'no' end when x.still_valid = 'not-reported' then 'not checked' else x.still_valid end`,
  ),
  raw(
    `case when ${absentOnce} then 'nobody' when t.id is not null then ${tellsOfToken} when x.still_valid = 'not-reported' then 'nobody' else 'finder' end`,
  ),
]

const hasNoClock = `x.closed_because = 'not-ours' or (t.id is null and x.still_valid = 'no')`
/** Off when it was first seen, or away for good, and nobody can say since when. */
const hasNoEnd = `off.at_first or (t.state = 'gone' and t.absent_runs >= 2 and off.at is null)`
const stopped = `t.state <> 'live' and off.at is not null`

/** The clock of a leak at an instant, as `clockOf` has it: whole seconds, and whether it runs. Empty where it has none, "unknown" where nobody can say. */
export const leakSeconds = (at: Date): Sql =>
  sql`case when ${raw(hasNoClock)} then null when ${raw(hasNoEnd)} then 'unknown'
  else floor(greatest(0, extract(epoch from case when ${raw(stopped)} then off.at else ${at.toISOString()}::timestamptz end - x.found_at)))::bigint::text end`
export const leakRuns = raw(
  `case when ${hasNoClock} then null when off.at_first then 'no' when ${hasNoEnd} then 'unknown' when ${stopped} then 'no' else 'yes' end`,
)
