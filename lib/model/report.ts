import { AppError } from './app-error.ts'
import { frameworkOf, frameworks } from './frameworks/all.ts'
import { filterInName } from './inventory-csv.ts'
import { shown, single } from './query-words.ts'
import type { Framework } from './requirement.ts'
import { drawIn, type SampleDraw } from './sample.ts'
import {
  narrowingsOf,
  readTokenSearch,
  searchParameters,
  writeTokenSearch,
  type Narrowing,
  type RawQuery,
  type TokenSearch,
} from './token-search.ts'

/** A report that can be looked at and taken away, as CSV unless `lines` of JSON. `past`: it can speak of a day that is over. */
export type ReportKind = {
  id: string
  title: string
  row: string
  past: boolean
  of: 'requirements' | 'summary' | 'tokens' | 'acts'
  lines?: true
}

/** The reports beside those of the frameworks; each is a select in lib/db/report-selects.ts. */
export const plainReports = [
  { id: 'inventory', title: 'Inventory', row: 'a row a token', past: true, of: 'tokens' },
  { id: 'ocsf-findings', title: 'Findings for a SIEM (OCSF 1.6.0)', row: 'a line of JSON a token', past: true, of: 'tokens', lines: true },
  { id: 'plans', title: 'Retirement plans', row: 'a row for each token of each plan', past: true, of: 'acts' },
  { id: 'acknowledgements', title: 'Owner acknowledgements', row: 'a row a plan', past: true, of: 'acts' },
  { id: 'exceptions', title: 'Exceptions', row: 'a row for each token of each exception', past: true, of: 'acts' },
  { id: 'exposures', title: 'Exposures', row: 'a row a leak', past: false, of: 'acts' },
  { id: 'time-to-revoke', title: 'Time to revoke', row: 'a row for each token that is to be ended', past: true, of: 'acts' },
  { id: 'access-reviews', title: 'Access reviews', row: 'a row for each token of each review', past: true, of: 'acts' },
] as const satisfies readonly ReportKind[]

export type PlainReport = (typeof plainReports)[number]['id']

const summary = '-summary'

/** Every report there is. */
export const reports: readonly ReportKind[] = [
  ...frameworks.flatMap(({ id, name }): ReportKind[] => [
    { id, title: name, row: 'a row for each token and requirement', past: true, of: 'requirements' },
    { id: `${id}${summary}`, title: `${name}, summary`, row: 'a row a requirement', past: true, of: 'summary' },
  ]),
  ...plainReports,
]

/** The framework that a report is of, or undefined. */
export function frameworkOfReport(id: string): Framework | undefined {
  return frameworkOf(id.endsWith(summary) ? id.slice(0, -summary.length) : id)
}

/** A report as somebody asks for it. `asOf`: the last instant of a day (UTC) that is over; null for now. `sample`: of the inventory, those that a seed chooses. */
export type ReportAsked = { report: ReportKind; asOf: Date | null; search: TokenSearch; sample?: SampleDraw | null }

/** The filters that the history of a token does not keep the facts for. */
const presentOnly = new Set(['idle', 'due', 'returned', 'lifetime', 'life', 'improvable', 'plan', 'team'])

/**
 * Reads what is asked of a report from an address: `as-of` a day, and the inventory's own filters. Tokens are live ones unless `state`
 * says otherwise; where a report is of what was done, of any state. Throws AppError 'not-found' where there is no such report, and
 * 'bad-input' naming each parameter that cannot be used. `first`: when the first sync ended, before which there is no day; null where
 * there was none, undefined where whoever asks did not look.
 */
export function readReport(id: string, query: RawQuery, now: Date, first?: Date | null): ReportAsked {
  const report = reports.find((one) => one.id === id)
  if (!report) throw new AppError('not-found', 'There is no such report.')
  const issues: { where: string; what: string }[] = []
  const wrong = (where: string, what: string) => void issues.push({ where, what })
  const asOf = dayIn(query, report, { now, first }, wrong)
  const sample = sampleIn(query, report, asOf, wrong)
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => !['as-of', 'seed', 'size'].includes(name)))
  if (report.of === 'acts' && filters.state === undefined) filters.state = 'any'
  const search = readTokenSearch(filters)
  if (search.from) wrong('after', 'has no meaning here: a report is always whole')
  if (asOf) for (const name of narrowingsOf(search)) if (presentOnly.has(name)) wrong(name, 'is not kept for days that are over')
  if (issues.length > 0) throw new AppError('bad-input', 'This address asks for something the report cannot answer.', issues)
  return { report, asOf, search: { ...search, sort: 'queue', reversed: false, limit: 50 }, sample }
}

const unkept: Readonly<Record<ReportKind['of'], readonly string[]>> = {
  requirements: ['by when to act on a token'],
  summary: [],
  tokens: [],
  acts: [],
}

const unkeptOfActs: Readonly<Partial<Record<string, readonly string[]>>> = {
  plans: ['whom a plan waited for', 'the way, the owner or a step, where it was changed before such changes were kept'],
  acknowledgements: ['teams', 'the owner or a step, where it was changed before such changes were kept'],
  exceptions: ['the end that was asked for, where the audit does not have it'],
  'time-to-revoke': [
    'a step, where it was changed before such changes were kept',
    'to which token a leak was matched then: it is told as it is today',
  ],
  'access-reviews': ['answers that were replaced later', 'the date of a review that was moved later'],
}

/**
 * What nobody keeps of a day that is over, so that a report of it tells it as "unknown", or as it is today. Empty for the present, where
 * everything is as it is.
 */
export function unkeptOf({ report, asOf }: Pick<ReportAsked, 'report' | 'asOf'>): readonly string[] {
  if (!asOf) return []
  return [...unkept[report.of], ...(unkeptOfActs[report.id] ?? []), 'names and addresses: they are those of today']
}

/** The query string that reads back as what was asked. */
export function writeReport({ asOf, search, sample }: Pick<ReportAsked, 'asOf' | 'search' | 'sample'>): URLSearchParams {
  const query = writeTokenSearch({ ...search, sort: 'queue', reversed: false, limit: 50 })
  if (asOf) query.set('as-of', asOf.toISOString().slice(0, 10))
  if (sample) for (const name of ['seed', 'size'] as const) query.set(name, String(sample[name]))
  return query
}

/**
 * "standdown-owasp-nhi-2025-2026-11-30.csv": of the day it was taken on, or "-as-of-2026-11-30" for how that day ended, which is another
 * file. Behind it what it is narrowed to, and by what its sample was drawn.
 */
export function reportFileName({ report, asOf, search, sample }: ReportAsked, now: Date): string {
  // A report of tokens is of live ones, one of what was done of those in any state: that narrows nothing, and anything else is told.
  const states = search.filters.state?.join() ?? 'any'
  const narrowings: Narrowing[] = narrowingsOf(search).filter((name) => name !== 'state')
  if (states !== (report.of === 'acts' ? 'any' : 'live')) narrowings.push('state')
  const drawn = sample
    ? `sample-${sample.size}-${sample.seed}`
        .toLowerCase()
        .replace(/[^a-z0-9_]+/g, '-')
        .slice(0, 40)
    : ''
  const day = (asOf ?? now).toISOString().slice(0, 10)
  const parts = ['standdown', report.id, ...(asOf ? ['as-of'] : []), day, filterInName(search, narrowings), drawn]
  return `${parts.filter(Boolean).join('-')}.${report.lines ? 'jsonl' : 'csv'}`
}

/** Every parameter that a report knows. */
export const reportParameters: ReadonlySet<string> = new Set([...searchParameters, 'as-of', 'seed', 'size'])

function sampleIn(query: RawQuery, report: ReportKind, asOf: Date | null, wrong: (where: string, what: string) => void): SampleDraw | null {
  const { seed, size } = drawIn(query, wrong)
  if (seed === null && size === null) return null
  if (report.id !== 'inventory' || asOf) wrong('seed', 'chooses among tokens as they are: a sample is of the inventory of the present')
  else if (seed === null) wrong('seed', 'is missing: a sample is drawn by one')
  else if (size === null) wrong('size', 'is missing: a sample has a number of tokens')
  else return { seed, size }
  return null
}

type Days = { now: Date; first: Date | null | undefined }

function dayIn(query: RawQuery, report: ReportKind, { now, first }: Days, wrong: (where: string, what: string) => void): Date | null {
  const day = single(query, 'as-of', wrong)?.trim()
  if (!day) return null
  const ends = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T23:59:59.999Z`) : null
  if (!ends || Number.isNaN(ends.getTime()) || ends.toISOString().slice(0, 10) !== day) wrong('as-of', `"${shown(day)}" is not a day of the form 2026-12-31`)
  else if (ends >= now) wrong('as-of', `${day} is not over yet (UTC); leave it out for the present`)
  else if (!report.past) wrong('as-of', 'is not to be had for this report: what was known of a leak then is not kept, and each row says when things were done')
  else if (first !== undefined && (!first || ends < first)) wrong('as-of', `${day} ${beforeFirst(first, now)}`)
  return ends
} // prettier-ignore

function beforeFirst(first: Date | null, now: Date): string {
  if (!first) return 'cannot be asked: nothing was ever synced here'
  const day = first.toISOString().slice(0, 10)
  const isOver = new Date(`${day}T23:59:59.999Z`) < now
  return `is before the first sync: the first day that can be asked is ${day}${isOver ? '' : ', once it is over (UTC); leave it out for the present'}`
}
