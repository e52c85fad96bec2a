import { z } from 'zod'
import type { RawQuery } from './token-search.ts'

/** Which part of the delivery log, and where in it. */
export type MessageSearch = { tab: 'all' | 'waiting' | 'given-up'; edge: { side: 'after' | 'before'; id: string } | null }

const Tab = z.enum(['all', 'waiting', 'given-up']).catch('all')
const Id = z.uuid()

/** Reads the log's query string. What cannot be read is the beginning of everything: a log has no filter to get wrong. */
export function readMessageSearch(query: RawQuery): MessageSearch {
  const edges = (['after', 'before'] as const).flatMap((side) => {
    const id = Id.safeParse(query[side])
    return id.success ? [{ side, id: id.data }] : []
  })
  return { tab: Tab.parse(query.show), edge: edges[0] ?? null }
}

/** The address of a part of the log. */
export function messageSearchHref({ tab, edge }: MessageSearch): string {
  const query = new URLSearchParams({ ...(tab !== 'all' && { show: tab }), ...(edge && { [edge.side]: edge.id }) })
  return query.size > 0 ? `/settings/messages/log?${query}` : '/settings/messages/log'
}
