import { validityOf, type LeakLine } from '../model/leak.ts'
import { clockOf, stepsOf } from './steps.ts'

/** The columns of exposures in a file, in order. */
export const exposureColumns = [
  'id', 'state', 'token_id', 'token', 'kind', 'owner', 'found_in', 'found_at', 'exposed_since', 'places', 'detector', 'matched_by', 'certainty',
  'still_valid', 'still_valid_says', 'live_seconds', 'clock_runs', 'contained_at', 'contained_by', 'replaced_at', 'replaced_by', 'deleted_at', 'deleted_by',
  'reviewed_at', 'reviewed_by', 'rescanned_at', 'rescanned_by', 'recorded_at',
] as const // prettier-ignore
export type ExposureColumn = (typeof exposureColumns)[number]

const stepColumn = { contain: 'contained', replace: 'replaced', delete: 'deleted', review: 'reviewed', rescan: 'rescanned' } as const

/** A leak as a row of a file, at an instant. What is not known is said so; what does not apply is "not applicable". */
export function exposureRow(leak: LeakLine, now: Date): Readonly<Record<ExposureColumn, string>> {
  const clock = clockOf(leak, now)
  const valid = validityOf(leak)
  const steps = Object.fromEntries(
    stepsOf(leak).flatMap((step) => {
      const name = stepColumn[step.step]
      if (step.state === 'open') return [[`${name}_at`, 'never'], [`${name}_by`, 'not applicable']]
      return [[`${name}_at`, step.at?.toISOString() ?? 'not-reported'], [`${name}_by`, step.who ?? step.by]]
    }),
  ) as Record<Extract<ExposureColumn, `${string}ed_at` | `${string}ed_by`>, string>
  return {
    ...steps,
    id: leak.id,
    state: leak.state,
    token_id: leak.token?.id ?? 'no match',
    token: leak.token?.name ?? 'no match',
    kind: leak.token?.kind ?? leak.kind ?? 'not-reported',
    owner: leak.token ? (leak.token.ownerName ?? 'none') : 'not applicable',
    found_in: leak.foundIn,
    found_at: leak.foundAt.toISOString(),
    exposed_since: leak.exposedAt?.toISOString() ?? 'not-reported',
    places: String(leak.placeCount),
    detector: leak.detector ?? 'not-reported',
    matched_by: leak.matchedBy,
    certainty: leak.certainty,
    still_valid: valid.works === 'not-reported' ? 'not checked' : valid.works,
    still_valid_says: valid.by ?? 'nobody',
    live_seconds: clock ? String(clock.seconds) : 'not applicable',
    clock_runs: clock ? (clock.runs ? 'yes' : 'no') : 'not applicable',
    recorded_at: leak.recordedAt.toISOString(),
  }
} // prettier-ignore
