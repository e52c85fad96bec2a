import { z } from 'zod'
import type { RawQuery } from './token-search.ts'

/** What a clock began with: a leak, a plan for what was to be revoked now, or any other plan. */
export const clockStarts = ['leak', 'revoke', 'retire'] as const
export type ClockStart = (typeof clockStarts)[number]

/**
 * Which retirements are looked at. `committed`: all, or those due by a day; `proved`: verified absent, by a day where one is given; `off`:
 * switched off and not proved gone; `done`: off since their clock began; `running`: not off yet.
 */
export const retirementShows = ['committed', 'proved', 'off', 'running', 'done'] as const
export type RetirementShow = (typeof retirementShows)[number]

/** What an address of retirements asks. Without a start those of all plans. `by`: the end of this day, `since`: the beginning of it, in UTC. */
export type RetirementSearch = {
  show: RetirementShow
  start: ClockStart | null
  provider: string | null
  owner: string | null
  by: string | null
  since: string | null
  from: { side: 'after' | 'before'; beganAt: string; id: string } | null
  limit: number
}

const Place = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)

/** Reads an address. What it does not know is as if it were not there: a list that was linked to long ago still opens. */
export function readRetirementSearch(query: RawQuery): RetirementSearch {
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const pick = <Value extends string>(values: readonly Value[], name: string) => values.find((value) => value === one(name)) ?? null
  const place = (side: 'after' | 'before') => {
    const [beganAt = '', id = ''] = Place.safeParse(one(side)).data?.split('~') ?? []
    return id && !Number.isNaN(Date.parse(beganAt)) ? { side, beganAt, id } : null
  }
  return {
    show: pick(retirementShows, 'show') ?? 'committed',
    start: pick(clockStarts, 'start'),
    provider: z.string().regex(/^[a-z0-9.-]{1,100}$/).safeParse(one('provider')).data ?? null,
    owner: z.uuid().safeParse(one('owner')).data ?? null,
    by: z.iso.date().safeParse(one('by')).data ?? null,
    since: z.iso.date().safeParse(one('since')).data ?? null,
    from: place('after') ?? place('before'),
    limit: 50,
  } // prettier-ignore
}

/** The address of a list of retirements. */
export function retirementsHref({ show, start, provider, owner, by, since, from }: Partial<RetirementSearch>): string {
  const query = new URLSearchParams()
  if (show && show !== 'committed') query.set('show', show)
  for (const [name, value] of Object.entries({ start, provider, owner, by, since })) if (value) query.set(name, value)
  if (from) query.set(from.side, `${from.beganAt}~${from.id}`)
  return query.size > 0 ? `/plans/retirements?${query}` : '/plans/retirements'
}

/** A token on its way out, with its clock. */
export type RetirementLine = {
  start: ClockStart
  tokenId: string
  /** Null where the token is somebody else's: only the plan is offered to the viewer. */
  name: string | null
  provider: string | null
  planId: string | null
  beganAt: Date
  dueAt: Date | null
  offAt: Date | null
  verifiedAt: Date | null
  risk: number
  running: boolean
}

export type RetirementPage = {
  rows: readonly RetirementLine[]
  total: number
  previous: RetirementSearch['from']
  next: RetirementSearch['from']
}

/**
 * How long it took from one start, of one provider or (null) of all: seconds until off of those that are, and how many are not.
 * `few`: the times themselves where there are too few for a share of them to say much.
 */
export type RevocationTimes = {
  start: ClockStart
  provider: string | null
  done: number
  p50: number | null
  p95: number | null
  few: readonly number[]
  running: number
  /** Seconds for which the oldest has been running. */
  longest: number | null
}

/** How long drills took, in seconds: of one provider, or of all. */
/** How long drills took, in seconds; the times themselves, the shortest first, only where they are fewer than five, and no shares then. */
export type DrillTimes = {
  provider: string | null
  drills: number
  p50: number | null
  p95: number | null
  few: readonly number[]
  last: Date
}

/** The last drill of a source, on it or on one of its tokens; nulls where there was none. */
export type SourceDrill = { id: string; name: string; lastAt: Date | null; minutes: number | null }

/** A drill as it was recorded. */
export type DrillLine = {
  id: string
  minutes: number
  at: Date
  evidence: string
  provider: string
  on: 'token' | 'workload' | 'source'
  onId: string
  onName: string
}
