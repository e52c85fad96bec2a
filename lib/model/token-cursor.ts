import { z } from 'zod'
import { sorts, type Sort } from './token-facet.ts'

/** Where a page begins: the sort value and id of the row beside it, and how many rows lie before the page. */
export type Cursor = { value: string | number; id: string; before: number }

// A month of clicking Next does not get here; a forged number may not overflow what it is added to.
const furthest = 1_000_000_000

const instant = z.union([z.literal(['infinity', '-infinity']), z.iso.datetime()])
const cursorValue = { number: z.int().min(-2_147_483_648).max(2_147_483_647), instant, text: z.string().max(1024) }

/**
 * A page's edge as text for a link. It is not signed: every field is checked again when it comes back, it is compared as a
 * bound value, and the viewer's scope is part of the query, so that a forged one reads nothing that a true one could not.
 */
export function writeCursor(search: { sort: Sort; reversed: boolean }, { value, id, before }: Cursor): string {
  return Buffer.from(JSON.stringify([search.sort, search.reversed, value, id, before])).toString('base64url')
}

/** The edge that a text names in this order, or null where it names none that can be used. */
export function readCursor(encoded: string, sort: Sort, reversed: boolean): Cursor | null {
  if (encoded.length > 8_192 || !/^[A-Za-z0-9_-]+$/.test(encoded)) return null
  const Edge = z.tuple([z.literal(sort), z.literal(reversed), cursorValue[sorts[sort].of], z.uuid(), z.int().min(0).max(furthest)])
  try {
    const edge = Edge.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')))
    // A name may hold a line break; only what the database cannot hold is refused here.
    if (!edge.success || /\0/.test(String(edge.data[2])) || !String(edge.data[2]).isWellFormed()) return null
    return { value: edge.data[2], id: edge.data[3], before: edge.data[4] }
  } catch {
    return null // not JSON: as unusable as any other forgery
  }
}
