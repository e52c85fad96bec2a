import { z } from 'zod'
import { CallError } from '../http/call-error.ts'
import { pages, type Page, type PageRead } from '../http/pages.ts'

/** IAM's way of paging, in every listing: rows, whether there are more, and then where. All three are always sent. */
const Paging = z.object({ IsTruncated: z.boolean(), Marker: z.string().min(1).max(10_000).optional() })

/** The rows of one answer. An answer without its list is no empty list: it is not the answer that was asked for. */
export function pageOf(output: object, rows: unknown, call: string): PageRead {
  const paging = Paging.safeParse(output)
  if (!Array.isArray(rows) || !paging.success || (paging.data.IsTruncated && !paging.data.Marker)) {
    throw new CallError('provider', `${call} answered something that is not a list with its paging.`, { call, why: 'malformed' })
  }
  return { rows, next: paging.data.IsTruncated ? (paging.data.Marker ?? null) : null }
}

/** A whole listing, page by page; `read` gets the marker. */
export function markerPages(
  call: string,
  read: (marker: string | undefined) => Promise<PageRead>,
  from: { marker: string | null; page: number } = { marker: null, page: 0 },
): AsyncGenerator<Page> {
  return pages({ call, from: from.marker, pagesBefore: from.page, maxPages: 20_000, read: (cursor) => read(cursor ?? undefined) })
}
