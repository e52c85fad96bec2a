import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { countGap, gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { pages, type Page } from '../http/pages.ts'
import { readRows } from '../wire.ts'
import { addressOf, type Query, type Reads } from './api.ts'
import { valueAt, type Next } from './paging.ts'

/** Where a killed run resumes: at the page after the last one that was kept. */
export const Place = z.object({
  phase: z.string().max(100),
  next: z.string().max(4_000).nullable(),
  page: z.number().int().min(0),
  seen: z.number().int().min(0),
  refused: z.boolean(),
})
export type Place = z.infer<typeof Place>

/** The beginning of a phase. */
export function startOf(phase: string): Place {
  return { phase, next: null, page: 0, seen: 0, refused: false }
}

/** How a listing is asked for and what its rows look like. */
export type Rows<Row> = {
  path: string
  /** What the call is called to people, where it is no GET. */
  call?: string
  /** Asked for with the first page; the pages after it carry it on. */
  query?: Query
  schema: z.ZodType<Row>
  /**
   * Where the rows stand in the answer ("data", "items.tokens"); left out where the answer is the list. `emptyHas`: an answer without it has
   * no rows, if it has no other fields than these (many leave an empty list out); any other is not this list.
   */
  field?: string
  emptyHas?: readonly string[]
  /** Where the answer says how many rows there are in all. */
  total?: string
  next: Next
}

export type Listing<Row> = Rows<Row> & {
  object: string
  /** What to do when it may not be read. */
  fix: string
  /** The kinds of token that are all seen when this listing was. */
  kinds: readonly string[]
  /** What one page's rows are; gaps inside count as something not seen. */
  observe(rows: readonly Row[], page: Page): AsyncIterable<Observation> | Iterable<Observation>
  /** A second look at the whole, once it was read to its end. */
  atEnd?(seen: number): Gap | null
  /** True for an error that means that there is no such thing here (not in the plan, not switched on): nothing is missing then. */
  notThere?(error: CallError): boolean
}

/** No provider has a longer listing. */
export const maxPages = 10_000

type Reading = { api: Reads; world: Pick<ConnectorWorld, 'signal'> }

/** Reads one listing to its end: rows, a mark after every page, and at the end `covered`; whatever fails is a gap. */
export async function* readListing<Row>({ api, world }: Reading, from: Place, listing: Listing<Row>): AsyncGenerator<Observation> {
  const { object, kinds } = listing
  const call = callOf(listing)
  const told: { total: number | null } = { total: null }
  let { seen, refused } = from
  const read = async (cursor: string | null) => {
    const { data, ...page } = await readPage(api, listing, cursor)
    told.total = totalOf(listing, data) ?? told.total
    return page
  }
  try {
    for await (const page of pages({ call, from: from.next, pagesBefore: from.page, maxPages, read })) {
      world.signal.throwIfAborted()
      const { good, gap } = readRows(listing.schema, page.rows, { object, call: page.call })
      if (gap) yield { see: 'gap', gap }
      refused ||= gap !== null
      for await (const observation of listing.observe(good, page)) {
        refused ||= observation.see === 'gap'
        yield observation
      }
      seen += page.rows.length
      const place: Place = { phase: from.phase, next: page.next, page: page.number, seen, refused }
      if (page.next !== null) yield { see: 'mark', cursor: place satisfies Json }
    }
  } catch (error) {
    if (error instanceof CallError && listing.notThere?.(error)) return
    yield { see: 'gap', gap: gapOf(error, object, listing.fix) }
    return
  }
  const mismatch = told.total !== null && told.total !== seen ? countGap(object, call, told.total, seen) : (listing.atEnd?.(seen) ?? null)
  if (mismatch) yield { see: 'gap', gap: mismatch }
  yield { see: 'covered', object, seen, ...(refused || mismatch ? {} : { kinds }) }
}

/**
 * Reads a small listing (the keys of one project, the owners of one app) to its end at one go. Throws CallError. `gap`: a row was
 * refused, or fewer came than there are said to be; the others are there.
 */
export async function readWhole<Row>(
  api: Reads,
  rows: Rows<Row>,
  object: string,
  mostPages = 200,
): Promise<{ rows: Row[]; gap: Gap | null }> {
  const call = callOf(rows)
  const found: Row[] = []
  const told: { total: number | null } = { total: null }
  let first: Gap | null = null
  let seen = 0
  const read = async (cursor: string | null) => {
    const { data, ...page } = await readPage(api, rows, cursor)
    told.total = totalOf(rows, data) ?? told.total
    return page
  }
  for await (const page of pages({ call, from: null, maxPages: mostPages, read })) {
    const { good, gap } = readRows(rows.schema, page.rows, { object, call: page.call })
    found.push(...good)
    seen += page.rows.length
    first ??= gap
  }
  if (told.total !== null && told.total !== seen) first ??= countGap(object, call, told.total, seen)
  return { rows: found, gap: first }
}

function totalOf({ total }: Pick<Rows<unknown>, 'total'>, data: unknown): number | null {
  const said = total === undefined ? undefined : valueAt(data, total)
  return typeof said === 'number' ? said : null
}

async function readPage<Row>(api: Reads, asked: Rows<Row>, cursor: string | null) {
  const { path, query, field, emptyHas, next } = asked
  const call = callOf(asked)
  // A cursor that was kept is looked at before it is called: the credential goes along.
  const url = addressOf(api.base, cursor ?? path, cursor === null ? query : {})
  const answer = cursor === null ? await api.get(path, query) : await api.get(url.href)
  const rows = field === undefined ? answer.data : (valueAt(answer.data, field) ?? (hasOnly(answer.data, emptyHas) ? [] : undefined))
  if (!Array.isArray(rows)) throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
  return { rows: rows as readonly unknown[], next: next({ url, answer, rows: rows.length, call }), data: answer.data }
}

function callOf({ call, path }: Pick<Rows<unknown>, 'call' | 'path'>): string {
  return call ?? `GET ${path}`
}

function hasOnly(data: unknown, fields: readonly string[] | undefined): boolean {
  if (fields === undefined || typeof data !== 'object' || data === null || Array.isArray(data)) return false
  return Object.keys(data).every((field) => fields.includes(field))
}
