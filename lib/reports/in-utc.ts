import type { Json } from '../model/json.ts'

/** An instant as Postgres writes it into JSON: in the zone of the session, with its offset. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?[+-]\d{2}:\d{2}$/

/** The same with every instant in UTC; everything else stays as it is, and so does what is under a name in `except`. */
export function inUtc(value: Json, except: ReadonlySet<string> = new Set()): Json {
  if (typeof value === 'string') return instant.test(value) ? new Date(value).toISOString() : value
  if (Array.isArray(value)) return value.map((each: Json) => inUtc(each, except))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, except.has(name) ? each : inUtc(each as Json, except)]))
}
