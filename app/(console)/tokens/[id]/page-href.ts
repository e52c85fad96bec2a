import { eventGroups, readEventCursor, type EventCursor, type EventGroup } from '@/lib/model/token-event.ts'
import { statedFactNames, type StatedFactName } from '@/lib/model/stated-fact.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'

/** What the token page's address says, beside what is tried on it. */
export type PageState = { group: EventGroup | null; after: EventCursor | null; correct: StatedFactName | null; raw: RawQuery }

/** Reads it; what cannot be used is as if it were not there, since each part only chooses what is shown of one token. */
export function readPageState(raw: RawQuery): PageState {
  const group = eventGroups.find((name) => name === raw.events) ?? null
  const correct = statedFactNames.find((name) => name === raw.correct) ?? null
  return { group, correct, after: readEventCursor(single(raw['events-before'])), raw }
}

/** One value of the address, or nothing. */
export function single(value: RawQuery[string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** This page's address with some of its parameters set anew; undefined takes one away. */
export function pageHref(id: string, raw: RawQuery, changed: Readonly<Record<string, string | undefined>>, fragment: string): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...raw, ...changed })) if (typeof value === 'string' && value !== '') query.set(name, value)
  return `/tokens/${id}${query.size > 0 ? `?${query}` : ''}#${fragment}`
}
