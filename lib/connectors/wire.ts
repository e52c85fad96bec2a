import { z } from 'zod'
import type { Expires, Gap } from '../model/sighting.ts'
import { isStorable, storableText } from './storable-text.ts'

/**
 * The pieces that connectors build their allow-lists from: z.object picks only the fields named, so that a secret beside them never
 * comes in. A row that does not fit is refused with a gap; the others are kept.
 */

/** An identifier, number or text, as text and exactly as it is. JSON numbers beyond 2^53 arrive as bigint. */
export const WireId = z
  .union([z.number().int(), z.bigint(), z.string()])
  .transform(String)
  .pipe(z.string().min(1).max(1024).refine(isStorable, 'has characters that cannot be kept'))

/** A handle that something is matched by: kept exactly or not at all. */
export const WireHandle = z.string().min(1).max(300).refine(isStorable, 'has characters that cannot be kept')

/** A name for people: made fit to keep, the end cut when it is very long. */
export function wireText(max = 1_024) {
  return z.string().transform((text) => storableText(text, max))
}

/** Name and value pairs; what does not fit is cut, and there are at most 100. */
export const WireTags = z.array(z.object({ Key: z.string(), Value: z.string() })).transform((tags) =>
  Object.fromEntries(
    tags
      .slice(0, 100)
      .map(({ Key, Value }) => [storableText(Key, 256), storableText(Value, 1_024)])
      .filter(([key]) => key !== '' && key !== '__proto__'),
  ),
)

const firstYear = 1970
const foreverYear = 9999

const AnyInstant = z.union([z.date(), z.string().min(10).max(40)]).transform((value, context) => {
  const date = value instanceof Date ? value : /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN)
  if (!Number.isNaN(date.getTime()) && date.getUTCFullYear() >= firstYear) return date
  context.addIssue({ code: 'custom', message: 'is not a usable date' })
  return z.NEVER
})

/** A moment something happened at: ISO 8601 with any offset, from 1970 on and not the year 9999, which providers use for "never". */
export const WireInstant = AnyInstant.refine((date) => date.getUTCFullYear() < foreverYear, 'is not a usable date')

/** A moment as seconds since 1970; whole or not, as a number or as text. */
export const WireEpoch = z
  .union([z.number(), z.string().regex(/^\d{1,12}(?:\.\d{1,9})?$/)])
  .transform((seconds) => new Date(Number(seconds) * 1_000))
  .refine(
    (date) => !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= firstYear && date.getUTCFullYear() < foreverYear,
    'is not a usable date',
  )

/** An expiry in seconds since 1970: absent means never. */
export const WireEpochExpiry = WireEpoch.nullish().transform((date): Expires => (date ? { fixed: date } : 'never'))

/** An expiry: absent or the year 9999 (written so by several providers) means never. */
export const WireExpiry = AnyInstant.nullish().transform((date): Expires =>
  !date || date.getUTCFullYear() >= foreverYear ? 'never' : { fixed: date },
)

type Where = { object: string; call: string }

/** Reads rows through a schema. Those that fit come back in order; the others become one gap that names the call and the first of them. */
export function readRows<T>(schema: z.ZodType<T>, rows: readonly unknown[], { object, call }: Where): { good: T[]; gap: Gap | null } {
  const good: T[] = []
  const bad: { index: number; what: string }[] = []
  rows.forEach((row, index) => {
    const parsed = schema.safeParse(row)
    if (parsed.success) good.push(parsed.data)
    else bad.push({ index, what: whatIsWrong(parsed.error) })
  })
  const [first] = bad
  if (!first) return { good, gap: null }
  const more = bad.length > 1 ? ` So have ${bad.length - 1} more on this page.` : ''
  const says = `Row ${first.index + 1} has ${first.what}, so it was left out.${more} The others were kept; nothing of this listing is taken as gone.`
  return { good, gap: { object, call: `${call}, row ${first.index + 1}`.slice(0, 500), why: 'malformed', says: says.slice(0, 1_000) } }
}

/** The first problem of a row: its field and what is wrong, never its value. */
export function whatIsWrong(error: z.ZodError): string {
  const [issue] = error.issues
  if (!issue) return 'an unusable shape'
  const field = issue.path.length > 0 ? issue.path.map(String).join('.').slice(0, 100) : 'the row itself'
  const what =
    issue.code === 'custom' ? issue.message : issue.code === 'invalid_type' ? 'is missing or of another type' : 'has an unexpected value'
  return `a field that cannot be used (${storableText(field, 100)} ${what})`
}
