import { z } from 'zod'
import { certainties, type Certainty } from './leak.ts'
import { hasControl } from './query-words.ts'
import type { RawQuery } from './token-search.ts'

/** Which leaks are looked at: what is still to be done about, the parts of it, and what is over. */
export const exposureTabs = ['open', 'live', 'unmatched', 'contained', 'closed', 'not-ours'] as const
export type ExposureTab = (typeof exposureTabs)[number]

/** Where a page of exposures goes on: after this one, in the order of what is still live and how long. */
export type ExposureEdge = { rank: number; at: string; id: string }

/** `works`: only what is known to work, by its provider or whatever found it. */
export type ExposureSearch = { tab: ExposureTab; text: string; certainty: Certainty | null; works: boolean; after: ExposureEdge | null }

const Edge = z
  .string()
  .regex(/^\d~\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .refine((text) => !Number.isNaN(Date.parse(text.split('~')[1] ?? '')))

/** Reads an address. What it does not know is as if it were not there. */
export function readExposureSearch(query: RawQuery): ExposureSearch {
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const [rank = '', at = '', id = ''] = Edge.safeParse(one('after')).data?.split('~') ?? []
  return {
    tab: exposureTabs.find((tab) => tab === one('show')) ?? 'open',
    text: hasControl(one('q') ?? '') ? '' : (one('q') ?? '').trim().slice(0, 200),
    certainty: certainties.find((each) => each === one('match')) ?? null,
    works: one('works') === 'yes',
    after: id ? { rank: Number(rank), at, id } : null,
  }
}

/** The address of a list of exposures. */
export function exposuresHref({
  tab = 'open',
  text = '',
  certainty = null,
  works = false,
  after = null,
}: Partial<ExposureSearch> = {}): string {
  const query = new URLSearchParams()
  if (tab !== 'open') query.set('show', tab)
  if (text) query.set('q', text)
  if (certainty) query.set('match', certainty)
  if (works) query.set('works', 'yes')
  if (after) query.set('after', `${after.rank}~${after.at}~${after.id}`)
  return query.size > 0 ? `/exposures?${query}` : '/exposures'
}
