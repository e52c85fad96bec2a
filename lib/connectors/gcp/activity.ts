import { z } from 'zod'
import type { LastUsed } from '../../model/sighting.ts'
import { listing, next } from '../google/api.ts'
import type { Each } from '../rest/each.ts'
import { WireInstant } from '../wire.ts'
import type { Gcp } from './api.ts'

const Activity = z.object({
  fullResourceName: z.string().min(1).max(2_000),
  activity: z.object({ lastAuthenticatedTime: WireInstant.nullish() }).nullish(),
  observationPeriod: z.object({ startTime: WireInstant.nullish(), endTime: WireInstant.nullish() }).nullish(),
})

/** When keys of one project were used last, by the id of the key, and the window that the report looks at. */
export type Activities = { at: ReadonlyMap<string, Date>; from: Date | null; to: Date | null }

export function activityPath(project: string): string {
  return `/v1/projects/${project}/locations/global/activityTypes/serviceAccountKeyLastAuthentication/activities:query`
}

/** Null where it could not be read. */
export async function readActivity({ activity }: Gcp, project: string, each: Each): Promise<Activities | null> {
  const path = activityPath(project)
  const rows = await each.read(listing(activity, 'activities'), { path, query: { pageSize: 1_000 }, schema: Activity, field: 'activities', next }, { orNothing: true })
  if (rows === null) return null
  const at = new Map<string, Date>()
  let [from, to]: [Date | null, Date | null] = [null, null]
  for (const { fullResourceName, activity: seen, observationPeriod: period } of rows) {
    const key = fullResourceName.slice(fullResourceName.lastIndexOf('/') + 1)
    if (seen?.lastAuthenticatedTime) at.set(key, seen.lastAuthenticatedTime)
    // Windows differ by row: what all of them saw is certain.
    if (period?.startTime && (!from || period.startTime > from)) from = period.startTime
    if (period?.endTime && (!to || period.endTime < to)) to = period.endTime
  }
  return { at, from, to }
} // prettier-ignore

/**
 * A key that the report does not have was not used inside its window: that is not "never". A key that was made after the window's end, and one
 * of a project in which no row tells the window, are not known.
 */
export function lastUseOf(activities: Activities | null, keyId: string, issued: Date | null): LastUsed {
  const at = activities?.at.get(keyId)
  if (at) return { at }
  if (!activities?.from || !activities.to || (issued && issued >= activities.to)) return 'not-reported'
  return { notSince: issued && issued > activities.from ? issued : activities.from }
}
