import { z } from 'zod'
import { AppError } from './app-error.ts'
import { Agent, Binding, ExposureState } from './facts.ts'
import { DecidingReason, Verdict } from './score.ts'
import { tokenStates } from './token.ts'

const DottedName = z
  .string()
  .regex(/^[a-z0-9.-]+$/, 'is not a name of the form "aws.access-key"')
  .max(100)
const IdOrNone = z.string().refine((value) => value === 'none' || z.uuid().safeParse(value).success, 'is neither an id nor "none"')

/** What each facet may be asked for; its keys are the facets, in the order the page shows them. */
export const facetValues = {
  verdict: Verdict,
  reason: DecidingReason,
  state: z.enum(tokenStates),
  provider: DottedName,
  kind: DottedName,
  binding: Binding,
  owner: IdOrNone,
  workload: IdOrNone,
  source: z.uuid('is not the id of a source'),
  exposure: ExposureState,
  agent: Agent,
} as const

export type Facet = keyof typeof facetValues
export const facets = Object.keys(facetValues) as readonly Facet[]

/** The orders a list can be in: the kind of value compared, and which way it runs when nothing else is said. */
export const sorts = {
  queue: { of: 'number', runs: 'down' },
  risk: { of: 'number', runs: 'down' },
  used: { of: 'instant', runs: 'up' },
  expires: { of: 'instant', runs: 'up' },
  age: { of: 'instant', runs: 'up' },
  name: { of: 'text', runs: 'up' },
} as const

export type Sort = keyof typeof sorts

/** Where a page begins: the sort value and id of the row beside it, and how many rows lie before the page. */
export type Cursor = { value: string | number; id: string; before: number }

export type TokenSearch = {
  text: string | null
  /** Only facets that were asked for; several values of one facet mean any of them. */
  filters: Readonly<Partial<Record<Facet, readonly string[]>>>
  sort: Sort
  /** The sort's own direction turned round. */
  reversed: boolean
  from: { side: 'after' | 'before'; cursor: Cursor } | null
  limit: number
}

/** A query string as Next or URLSearchParams gives it. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** The query of an address, with every value of a name that is given more than once. */
export function rawQuery(params: URLSearchParams): RawQuery {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
}

const longestText = 200
const mostValues = 50
// A month of clicking Next does not get here; a forged number may not overflow what it is added to.
const furthest = 1_000_000_000

const instant = z.union([z.literal(['infinity', '-infinity']), z.iso.datetime()])
const cursorValue = { number: z.int().min(-2_147_483_648).max(2_147_483_647), instant, text: z.string().max(1024) }

/**
 * Reads the inventory's query string, for the page, the API and the export alike. Live tokens only unless `state` says
 * otherwise (`state=any` for all). Throws AppError('bad-input') naming each parameter that cannot be used: a filter that is
 * silently dropped would show a list that is taken for the filtered one.
 */
export function readTokenSearch(query: RawQuery): TokenSearch {
  const issues: { where: string; what: string }[] = []
  const wrong = (where: string, what: string) => void issues.push({ where, what })
  const filters: Partial<Record<Facet, string[]>> = {}
  const known = new Set<string>([...facets, 'q', 'sort', 'after', 'before', 'limit'])

  for (const name of Object.keys(query)) {
    if (!known.has(name)) wrong(shown(name), 'is not a filter of the inventory')
  }
  for (const facet of facets) {
    const values = [...new Set(valuesOf(query, facet))]
    if (values.length > mostValues) wrong(facet, `has ${values.length} values; at most ${mostValues} can be asked for at once`)
    else if (facet === 'state') Object.assign(filters, statesOf(values, wrong))
    else if (values.length > 0) filters[facet] = values.filter((value) => fits(facet, value, wrong))
  }

  const text = textOf(query, wrong)
  const { sort, reversed } = sortOf(query, wrong)
  const limit = limitOf(query, wrong)
  const from = startOf(query, sort, reversed, wrong)
  if (issues.length > 0) throw new AppError('bad-input', 'This address asks for something the inventory cannot answer.', issues)
  return { text, filters, sort, reversed, from, limit }
}

/** The query string that reads back as this search; blanks and defaults are left out. */
export function writeTokenSearch({ text, filters, sort, reversed, limit }: Omit<TokenSearch, 'from'>): URLSearchParams {
  const query = new URLSearchParams()
  if (text) query.set('q', text)
  for (const facet of facets) {
    const values = filters[facet]
    if (facet === 'state' && values?.length === 1 && values[0] === 'live') continue
    if (facet === 'state' && !values) query.append('state', 'any')
    for (const value of values ?? []) query.append(facet, value)
  }
  if (sort !== 'queue' || reversed) query.set('sort', reversed ? `-${sort}` : sort)
  if (limit !== 50) query.set('limit', String(limit))
  return query
}

/**
 * A page's edge as text for a link. It is not signed: every field is checked again when it comes back, it is compared as a
 * bound value, and the viewer's scope is part of the query, so that a forged one reads nothing that a true one could not.
 */
export function writeCursor(search: Pick<TokenSearch, 'sort' | 'reversed'>, { value, id, before }: Cursor): string {
  return Buffer.from(JSON.stringify([search.sort, search.reversed, value, id, before])).toString('base64url')
}

function readCursor(encoded: string, sort: Sort, reversed: boolean): Cursor | null {
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

type Wrong = (where: string, what: string) => void

/** Live unless something else is said; "any" beside a state gives way to the state. */
function statesOf(values: readonly string[], wrong: Wrong): { state?: string[] } {
  const states = values.filter((value) => value !== 'any')
  if (states.length > 0) return { state: states.filter((value) => fits('state', value, wrong)) }
  return values.length > 0 ? {} : { state: ['live'] }
}

function fits(facet: Facet, value: string, wrong: Wrong): boolean {
  const fit = facetValues[facet].safeParse(value)
  if (fit.success) return true
  const schema = facetValues[facet]
  const why = schema instanceof z.ZodEnum ? `is not one of ${schema.options.join(', ')}` : fit.error.issues[0]?.message
  wrong(facet, `"${shown(value)}" ${why ?? 'cannot be used'}`)
  return false
}

function textOf(query: RawQuery, wrong: Wrong): string | null {
  const text = single(query, 'q', wrong)?.trim()
  if (!text) return null
  if (text.length > longestText) wrong('q', `has ${text.length} characters; a search takes at most ${longestText}`)
  else if (hasControl(text)) wrong('q', 'has characters that cannot be typed')
  return text
}

function sortOf(query: RawQuery, wrong: Wrong): { sort: Sort; reversed: boolean } {
  const asked = single(query, 'sort', wrong) ?? 'queue'
  const reversed = asked.startsWith('-')
  const name = reversed ? asked.slice(1) : asked
  if (Object.hasOwn(sorts, name)) return { sort: name as Sort, reversed }
  wrong('sort', `"${shown(name)}" is not one of ${Object.keys(sorts).join(', ')}`)
  return { sort: 'queue', reversed: false }
}

function limitOf(query: RawQuery, wrong: Wrong): number {
  const asked = single(query, 'limit', wrong)
  if (asked === undefined) return 50
  const limit = /^\d{1,4}$/.test(asked) ? Number(asked) : 0
  if (limit < 1 || limit > 200) wrong('limit', `"${shown(asked)}" is not a number from 1 to 200`)
  return limit
}

function startOf(query: RawQuery, sort: Sort, reversed: boolean, wrong: Wrong): TokenSearch['from'] {
  const after = single(query, 'after', wrong)
  const before = single(query, 'before', wrong)
  if (after !== undefined && before !== undefined) wrong('after', 'and before cannot both be given')
  const side = after === undefined ? 'before' : 'after'
  const encoded = after ?? before
  if (encoded === undefined) return null
  const cursor = readCursor(encoded, sort, reversed)
  if (!cursor) wrong(side, 'is not a page of this list; start again from its first page')
  return cursor && { side, cursor }
}

function valuesOf(query: RawQuery, name: string): string[] {
  const raw = Object.hasOwn(query, name) ? query[name] : undefined
  return (typeof raw === 'string' ? [raw] : [...(raw ?? [])]).filter((value) => value !== '')
}

function single(query: RawQuery, name: string, wrong: Wrong): string | undefined {
  const values = valuesOf(query, name)
  if (values.length > 1) wrong(name, `is given ${values.length} times`)
  return values[0]
}

/** A value fit to be repeated in a message: short, and with nothing in it that a terminal or a log could take for more than text. */
function shown(value: string): string {
  const clean = value.replace(/[\p{Cc}\p{Cf}]/gu, '')
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text) || !text.isWellFormed()
}
