import type { Edge } from '@/lib/db/list-campaigns.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'

const shape = /^([\dTZ:.-]{1,30})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The place in a list that an address names: `after` or `before` the row at its edge. What is none is as if it were not there. */
export function edgeIn(query: RawQuery, isValue: (value: string) => boolean): Edge | null {
  for (const side of ['after', 'before'] as const) {
    const said = query[side]
    const [, value = '', id = ''] = (typeof said === 'string' && shape.exec(said)) || []
    if (id && isValue(value)) return { side, value, id }
  }
  return null
}

/** Whether a text is a count. */
export function isCount(value: string): boolean {
  return /^\d{1,9}$/.test(value)
}

/** Whether a text is an instant. */
export function isInstant(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))
}

/** An address with a place in its list, or null for none. */
export function hrefAt(path: string, query: Readonly<Record<string, string | null>>, edge: Edge | null): string | null {
  if (!edge) return null
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null)
  return `${path}?${new URLSearchParams([...given, [edge.side, `${edge.value}~${edge.id}`]])}`
}
