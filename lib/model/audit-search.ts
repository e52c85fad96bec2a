import { z } from 'zod'
import { AppError } from './app-error.ts'
import type { Json } from './json.ts'
import type { RawQuery } from './token-search.ts'

/** One entry of the audit as it is shown: who did what to what, and the values before and after. */
export type AuditLine = {
  seq: string
  at: Date
  actor: string
  actorId: string | null
  act: string
  target: string
  /** The present name of what the target names by its id; null where that is gone or has none. */
  targetName: string | null
  before: Json
  after: Json
}

/** Which entries, newest first. Days are in UTC; `until` is counted in. */
export type AuditSearch = {
  who: string | null
  act: string | null
  target: string | null
  from: string | null
  until: string | null
  edge: { side: 'after' | 'before'; seq: string } | null
}

const fields = {
  who: z.string().max(200),
  act: z
    .string()
    .regex(/^[a-z-]+(?:\.[a-z-]+)?$/, 'is not an act, such as "user.change"')
    .max(100),
  target: z.string().max(300),
  from: z.iso.date('is not a day; use 2026-12-31'),
  until: z.iso.date('is not a day; use 2026-12-31'),
  after: z.string().regex(/^\d{1,18}$/, 'is not the number of an entry'),
  before: z.string().regex(/^\d{1,18}$/, 'is not the number of an entry'),
} as const

/** Reads the audit's query string. Throws AppError('bad-input') naming each parameter that cannot be used. */
export function readAuditSearch(query: RawQuery): AuditSearch {
  const issues: { where: string; what: string }[] = []
  const read: Partial<Record<keyof typeof fields, string>> = {}
  for (const [name, given] of Object.entries(query)) {
    const values = (typeof given === 'string' ? [given] : [...(given ?? [])]).filter((value) => value !== '')
    if (!Object.hasOwn(fields, name)) issues.push({ where: name.slice(0, 60), what: 'is not a filter of the audit' })
    else if (values.length > 1) issues.push({ where: name, what: `is given ${values.length} times` })
    else if (values[0] !== undefined) {
      const fit = fields[name as keyof typeof fields].safeParse(values[0])
      if (fit.success && !/\p{Cc}/u.test(fit.data) && fit.data.isWellFormed()) read[name as keyof typeof fields] = fit.data
      else issues.push({ where: name, what: fit.error?.issues[0]?.message ?? 'has characters that cannot be typed' })
    }
  }
  if (read.after && read.before) issues.push({ where: 'after', what: 'and before cannot both be given' })
  if (issues.length > 0) throw new AppError('bad-input', 'This address asks for something the audit cannot answer.', issues)
  const edge = read.after
    ? ({ side: 'after', seq: read.after } as const)
    : read.before
      ? ({ side: 'before', seq: read.before } as const)
      : null
  return {
    who: read.who ?? null,
    act: read.act ?? null,
    target: read.target ?? null,
    from: read.from ?? null,
    until: read.until ?? null,
    edge,
  }
}

/** The query string that reads back as this search, without its place in the list. */
export function writeAuditSearch({ who, act, target, from, until }: Omit<AuditSearch, 'edge'>): URLSearchParams {
  return new URLSearchParams(Object.entries({ who, act, target, from, until }).filter((pair): pair is [string, string] => pair[1] !== null))
}
