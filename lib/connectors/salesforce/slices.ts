import type { z } from 'zod'
import type { Gap } from '../../model/sighting.ts'
import { CallError } from '../http/call-error.ts'
import { countGap } from '../gaps.ts'
import { readWhole } from '../rest/listing.ts'
import { countOf, instant, soql, type Salesforce } from './api.ts'

/** Salesforce lists 500 rows of OauthToken a call, 2,500 in all, and then says that it is done. */
export const mostRows = 2_500
const mostPages = 20
const mostCounts = 10_000
const second = 1_000
/** OAuth is younger than this at Salesforce. */
const begin = Date.UTC(2000, 0, 1)

export type Slice<Row> = { rows: Row[]; gap: Gap | null; until: Date }

/**
 * All rows that were made before an instant, by when they were made: a span that holds more than can be listed is halved until it does not. Each
 * slice is counted, so that a list that ends early is seen to. `after`: what was made before it is left out. Throws CallError.
 */
export async function* slicesBefore<Row>(
  salesforce: Salesforce,
  { object, select, schema, until, after }: { object: string; select: string; schema: z.ZodType<Row>; until: Date; after: Date | null },
): AsyncGenerator<Slice<Row>> {
  const read = (where: string, counted: number) => readSlice(salesforce, { object, q: `SELECT ${select} FROM OauthToken`, where, schema, counted })
  let counts = 0
  const count = (where: string) => {
    counts += 1
    if (counts <= mostCounts) return countOf(salesforce, `OauthToken WHERE ${where}`)
    const call = `GET ${salesforce.queryPath}`
    throw new CallError('provider', `${call}: more than ${mostCounts} counts are more than an org’s tokens need.`, { call, why: 'capped' })
  }
  if (after === null) {
    const undated = await count('CreatedDate = null')
    if (undated > 0) yield { ...(await read('CreatedDate = null', undated)), until: new Date(begin) }
  }
  const end = Math.ceil(until.getTime() / second) * second
  const spans: [from: number, to: number][] = [[after?.getTime() ?? begin, end]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    if (from >= to) continue
    const where = `CreatedDate >= ${instant(new Date(from))} AND CreatedDate < ${instant(new Date(to))}`
    const counted = await count(where)
    if (counted === 0) continue
    const half = from + Math.floor((to - from) / 2 / second) * second
    if (counted > mostRows && half > from) spans.push([half, to], [from, half])
    else yield { ...(await read(where, counted)), until: new Date(to) }
  }
} // prettier-ignore

type Ask<Row> = { object: string; q: string; where: string; schema: z.ZodType<Row>; counted: number }

async function readSlice<Row>(salesforce: Salesforce, { object, q, where, schema, counted }: Ask<Row>): Promise<{ rows: Row[]; gap: Gap | null }> {
  const { rows, gap } = await readWhole(salesforce.api, soql(salesforce, `${q} WHERE ${where} ORDER BY CreatedDate`, schema), object, mostPages)
  if (gap || rows.length === counted) return { rows, gap }
  const call = `GET ${salesforce.queryPath}`
  if (counted > mostRows) {
    const says = `${counted} tokens were made within one second, of which Salesforce lists ${mostRows} at most; which of the others are still there cannot be told.`
    return { rows, gap: { object, call, why: 'capped', says } }
  }
  // Somebody may have signed out while it was read.
  const again = await countOf(salesforce, `OauthToken WHERE ${where}`)
  return { rows, gap: rows.length === again ? null : countGap(object, call, again, rows.length) }
} // prettier-ignore
