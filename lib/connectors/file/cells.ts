import { z } from 'zod'
import { Sensitivity } from '../../model/facts.ts'
import { isStorable } from '../storable-text.ts'

/**
 * The cells that rows of a file are made of. CSV brings text, JSON brings values; both come out the same. An empty cell is
 * one that was left out. Messages say what would be right, and never repeat a cell that could hold a secret.
 */

/** Shapes of real secrets: a file that holds one is refused, before anything of it is kept. */
const secretShapes = [
  /^(?:gh[opusr]|github_pat)_\w{20,}/,
  /^glpat-[\w-]{15,}/,
  /^xox[abeprs]-[\w-]{10,}/,
  /^sk-[\w-]{20,}/,
  /^eyJ[\w-]{10,}\.[\w-]{4,}\./,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^hv[sbr]\.[\w-]{20,}/,
  /^[rs]k_(?:live|test)_\w{16,}/,
  /^npm_\w{30,}/,
  /^AIza[\w-]{35}/,
]

/** Whether text has the shape of a secret itself, where a name or an id belongs. */
export function looksSecret(text: string): boolean {
  return secretShapes.some((shape) => shape.test(text.trim()))
}

const left = (value: unknown) => (value === '' || value === null ? undefined : value)

const PlainText = z
  .union([z.string(), z.number(), z.bigint()], { error: 'is not text' })
  .transform(String)
  .refine(isStorable, 'has characters that cannot be kept (NUL, or half of a character)')
  .refine((text) => !looksSecret(text), 'looks like the secret itself. Give the provider’s id or a name, never the secret')

/** Text of at most `max` characters that must be there. */
export const text = (max: number) =>
  z.preprocess(
    left,
    PlainText.refine((value) => value.length <= max, `is longer than ${max} characters`).refine((value) => value !== '', 'is missing'),
  )

/** The same, where it may be left out. */
export const optionalText = (max: number) =>
  z.preprocess(left, PlainText.refine((value) => value.length <= max, `is longer than ${max} characters`).optional())

/** One of a few words, any case; `standIn` where the cell is empty. */
export function word<const T extends readonly [string, ...string[]]>(words: T, standIn: T[number]) {
  return z.preprocess(
    (value) => (left(value) === undefined ? standIn : typeof value === 'string' ? value.trim().toLowerCase() : value),
    z.enum(words, { error: `is not one of: ${words.join(', ')}` }),
  )
}

/** A whole or broken number from 0 up, or left out. */
export const optionalNumber = z.preprocess(
  (value) => (typeof left(value) === 'string' ? Number(value) : left(value)),
  z.number({ error: 'is not a number' }).finite().min(0, 'is below zero').optional(),
)

/** 0 sandbox to 4 regulated, or left out. */
export const sensitivity = optionalNumber.transform((value, context): Sensitivity | undefined => {
  const parsed = Sensitivity.optional().safeParse(value)
  if (parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message: 'is not 0, 1, 2, 3 or 4' })
  return z.NEVER
})

const yes = ['true', 'yes', '1']
const no = ['false', 'no', '0']

/** True, false, or left out. */
export const optionalYes = z.preprocess(
  (value) => {
    const plain = left(value)
    const said = typeof plain === 'string' || typeof plain === 'number' ? String(plain).trim().toLowerCase() : plain
    if (yes.includes(said as string)) return true
    return no.includes(said as string) ? false : said
  },
  z.boolean({ error: 'is not true or false' }).optional(),
)

const dateShape = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** An ISO 8601 date or instant (without an offset: UTC), or a word of `words`, or left out. */
export function instantOr<const T extends string = never>(...words: readonly T[]) {
  return z
    .unknown()
    .optional()
    .transform((value, context): Date | T | undefined => {
      const cell = left(value)
      if (cell === undefined) return undefined
      const said = typeof cell === 'string' ? cell.trim() : ''
      const known = words.find((one) => one === said.toLowerCase())
      if (known) return known
      const date = dateShape.test(said) ? new Date(zoned(said)) : new Date(Number.NaN)
      const sameDay = !Number.isNaN(date.getTime()) && daysOfMonth(said)
      if (sameDay && date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 9999) return date
      // Only what is made of the characters of dates is repeated: anything else may be a secret in the wrong column.
      const quoted = /^[\d/.:TZ +-]{1,30}$/.test(said) ? `“${said}”` : 'this'
      const instead = words.length ? `, or ${words.map((one) => `“${one}”`).join(' or ')}` : ''
      context.addIssue({ code: 'custom', message: `${quoted} is not a date. Use 2026-12-31${instead}` })
      return z.NEVER
    })
}

/** Whether text is an ISO 8601 date or instant, as `instantOr` reads it. */
export function isInstant(text: string): boolean {
  return instantOr().safeParse(text).success
}

function zoned(said: string): string {
  if (said.length === 10) return `${said}T00:00:00Z`
  const iso = said.replace(' ', 'T')
  return /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`
}

/** 31 February is read as 3 March by the runtime; it is a mistake of the file. */
function daysOfMonth(said: string): boolean {
  const [year = 0, month = 0, day = 0] = said.slice(0, 10).split('-').map(Number)
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Several texts: a JSON list, or text parted by semicolons. */
export const list = (most: number, max: number) =>
  z.preprocess(
    (value) => {
      const cell = left(value)
      if (typeof cell !== 'string') return cell ?? []
      return cell.trim().startsWith('[')
        ? parsed(cell)
        : cell
            .split(';')
            .map((part) => part.trim())
            .filter((part) => part !== '')
    },
    z.array(text(max), { error: 'is not a list' }).max(most, `has more than ${most} entries`),
  )

/** Names and values: a JSON object, or `name=value` parted by semicolons. */
export const tags = z.preprocess(
  (value) => {
    const cell = left(value)
    if (typeof cell !== 'string') return cell ?? {}
    if (cell.trim().startsWith('{')) return parsed(cell)
    const pairs = cell.split(';').map((part) => part.split('='))
    return Object.fromEntries(pairs.filter(([name]) => name?.trim()).map(([name = '', ...rest]) => [name.trim(), rest.join('=').trim()]))
  },
  z.record(z.string().max(256), text(1_024), { error: 'is not a list of names and values, such as team=payments; env=prod' }),
)

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown
  } catch {
    return cell
  }
}
