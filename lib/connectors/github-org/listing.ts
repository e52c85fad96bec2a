import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { pages, type Page } from '../http/pages.ts'
import { readRows } from '../wire.ts'
import type { GitHub } from './client.ts'
import type { Organisation } from './organisation.ts'

export const phases = ['installations', 'fine-grained', 'authorizations', 'deploy-keys', 'ip-allow-list', 'secret-scanning'] as const
export type Phase = (typeof phases)[number]

/** Where a killed run resumes: at the page after the last one that was kept. A damaged cursor means from the beginning. */
export const Cursor = z.object({
  phase: z.enum(phases),
  next: z.string().max(4_000).nullable(),
  page: z.number().int().min(0),
  seen: z.number().int().min(0),
  refused: z.boolean(),
})
export type Cursor = z.infer<typeof Cursor>

export function startOf(phase: Phase): Cursor {
  return { phase, next: null, page: 0, seen: 0, refused: false }
}

export type Reading = { github: GitHub; org: Organisation; world: ConnectorWorld }

type Listing<Row> = {
  object: string
  path: string
  schema: z.ZodType<Row>
  /** Where the rows stand in the answer: the answer itself, or a field of it (then beside `total_count`). */
  field?: string
  /** What to do when it may not be read. */
  fix: string
  /** The kinds of token that are all seen when this listing was. */
  kinds: readonly string[]
  /** What one page's rows are; gaps inside count as something not seen. */
  observe(rows: readonly Row[], page: Page): AsyncIterable<Observation> | Iterable<Observation>
  /** True where GitHub says that the organisation's plan has no such list: then 404 means that there is nothing to see. */
  notInPlan?: boolean
  /** A second look at the whole, once it was read to its end. */
  atEnd?(seen: number): Gap | null
  /** Asked for with the first page; the pages after it carry it on. */
  query?: Readonly<Record<string, string>>
  /** True where what is listed are no tokens: not being let in takes nothing away from what is known of them, and is no gap. */
  apart?: boolean
}

/** No organisation has a longer listing. */
export const maxPages = 10_000

/** Reads one listing to its end: rows, a mark after every page, and at the end `covered`; whatever fails is a gap. */
export async function* readListing<Row>({ github, world }: Reading, from: Cursor, listing: Listing<Row>): AsyncGenerator<Observation> {
  const { object, path, kinds } = listing
  const call = `GET ${path}`
  let total: number | null = null
  let { seen, refused } = from
  const read = async (cursor: string | null) => {
    if (cursor !== null && URL.parse(cursor)?.origin !== github.base.origin) {
      throw new CallError('provider', `${call}: the page to resume at is on another address.`, { call, why: 'inconsistent' })
    }
    const answer = cursor === null ? await github.get(path, { ...listing.query, per_page: 100 }) : await github.get(cursor)
    const { rows, count } = rowsOf(answer.data, listing.field, call)
    total = count ?? total
    return { rows, next: github.next(answer, call) }
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
      const cursor: Cursor = { phase: from.phase, next: page.next, page: page.number, seen, refused }
      if (page.next !== null) yield { see: 'mark', cursor: cursor satisfies Json }
    }
  } catch (error) {
    if (listing.apart && error instanceof CallError && (error.status === 403 || error.status === 404)) return
    if (listing.notInPlan && error instanceof CallError && error.status === 404) return
    yield { see: 'gap', gap: gapOf(error, object, listing.fix) }
    return
  }
  const mismatch = total !== null && total !== seen ? countGap(object, call, total, seen) : (listing.atEnd?.(seen) ?? null)
  if (mismatch) yield { see: 'gap', gap: mismatch }
  yield { see: 'covered', object, seen, ...(refused || mismatch ? {} : { kinds }) }
}

const Counted = z.object({ total_count: z.number().int().min(0) })

function rowsOf(data: unknown, field: string | undefined, call: string): { rows: readonly unknown[]; count: number | null } {
  const rows = field === undefined ? data : typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[field] : null
  if (!Array.isArray(rows)) {
    throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
  }
  const counted = field === undefined ? null : Counted.safeParse(data)
  return { rows, count: counted?.success ? counted.data.total_count : null }
}

/** GitHub said how many there are, and that is not how many came. */
export function countGap(object: string, call: string, said: number, seen: number): Gap {
  const says = `${call} says that there are ${said}, but ${seen} were listed. What is missing cannot be told, so nothing of this kind is taken as gone.`
  return { object, call, why: 'inconsistent', says }
}
