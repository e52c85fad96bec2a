import { z } from 'zod'
import { AppError } from './app-error.ts'
import { Agent, Binding, ExposureState, LifeBand } from './facts.ts'
import { requirementOf, type AskedRequirement } from './frameworks/all.ts'
import { hasControl, instantIn, oneOf, shown, single, valuesOf, wholeNumber, type Wrong } from './query-words.ts'
import { outcomes, type Outcome } from './requirement.ts'
import { DecidingReason, Verdict } from './score.ts'
import { tokenStates } from './token.ts'

const DottedName = z
  .string()
  .regex(/^[a-z0-9.-]+$/, 'is not a name of the form "aws.access-key"')
  .max(100)
const IdOrNone = z.string().refine((value) => value === 'none' || z.uuid().safeParse(value).success, 'is neither an id nor "none"')
const YesNo = z.enum(['yes', 'no'])

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
  sensitivity: z.enum(['0', '1', '2', '3', '4', 'none']),
  level: z.enum(['1', '2', '3', '4', '5', '6', 'none']),
  /** How its expiry is known; `never` is one of the answers. */
  lifetime: z.enum(['fixed', 'sliding', 'lasts', 'never', 'not-reported']),
  /** How long a copy of its secret stays useful, as the step that it falls in. */
  life: LifeBand,
  /** Whether a third party holds it. */
  'third-party': YesNo,
  /** Whether its verdict would be better if everything unknown turned out at its best. */
  improvable: YesNo,
} as const

export type Facet = keyof typeof facetValues
export const facets = Object.keys(facetValues) as readonly Facet[]

/** The orders a list can be in: the kind of value compared, and which way it runs when nothing else is said. */
export const sorts = {
  queue: { of: 'number', runs: 'down' },
  risk: { of: 'number', runs: 'down' },
  due: { of: 'instant', runs: 'up' },
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
  /** Surely unused for this many days at least; one that was never used counts by its age, one of unknown use never. */
  idle: number | null
  /** Its act-by date has passed, or falls within this many days (or has passed). */
  due: 'overdue' | number | null
  /** First seen at this instant or later (ISO 8601, UTC). */
  since: string | null
  /** Came back after it was gone, at any time or since an instant. */
  returned: 'ever' | string | null
  /** It could do more than before from this instant or later. */
  widened: string | null
  /** It went, and is gone still, at this instant or later. */
  gone: string | null
  /** Its owner is this team or person, or somebody of this team; an owner's id. */
  team: string | null
  /** Whether an open plan retires it. */
  plan: 'open' | 'none' | null
  /** These tokens alone, as a selection names them. */
  ids: readonly string[] | null
  /** What it makes of a requirement of a framework. */
  requirement: AskedRequirement | null
  sort: Sort
  /** The sort's own direction turned round. */
  reversed: boolean
  from: { side: 'after' | 'before'; cursor: Cursor } | null
  limit: number
}

/** What narrows a search by one value each, beside the facets. */
const singles = ['idle', 'due', 'since', 'returned', 'widened', 'gone', 'team', 'plan'] as const
type Single = (typeof singles)[number]

/** What a search asks of a token, without order and place. */
export type TokenConditions = Pick<TokenSearch, 'text' | 'filters' | 'ids' | 'requirement' | Single>

/** Everything a search can be narrowed by, each of which can be taken away by itself. */
export const narrowings = [...facets, 'q', ...singles, 'id', 'requirement'] as const
export type Narrowing = (typeof narrowings)[number]

/** A query string as Next or URLSearchParams gives it. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** The query of an address, with every value of a name that is given more than once. */
export function rawQuery(params: URLSearchParams): RawQuery {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
}

const longestText = 200
const mostValues = 50
const mostIds = 10_000
const mostDays = 3_650
// A month of clicking Next does not get here; a forged number may not overflow what it is added to.
const furthest = 1_000_000_000

const instant = z.union([z.literal(['infinity', '-infinity']), z.iso.datetime()])
const cursorValue = { number: z.int().min(-2_147_483_648).max(2_147_483_647), instant, text: z.string().max(1024) }

/** Every parameter that a search of the inventory knows. */
export const searchParameters: ReadonlySet<string> = new Set([...narrowings, 'outcome', 'sort', 'after', 'before', 'limit'])

/**
 * Reads the inventory's query string, for the page, the API and the export alike. Live tokens only unless `state` says
 * otherwise (`state=any` for all). Throws AppError('bad-input') naming each parameter that cannot be used: a filter that is
 * silently dropped would show a list that is taken for the filtered one.
 */
export function readTokenSearch(query: RawQuery): TokenSearch {
  const issues: { where: string; what: string }[] = []
  const wrong = (where: string, what: string) => void issues.push({ where, what })
  for (const name of Object.keys(query)) {
    if (!searchParameters.has(name)) wrong(shown(name), 'is not a filter of the inventory')
  }
  const { sort, reversed } = sortOf(query, wrong)
  const search: TokenSearch = {
    text: textOf(query, wrong),
    filters: filtersOf(query, wrong),
    idle: wholeNumber(query, 'idle', [1, mostDays], wrong),
    due: single(query, 'due', () => undefined) === 'overdue' ? 'overdue' : wholeNumber(query, 'due', [0, mostDays], wrong),
    since: instantIn(query, 'since', wrong),
    returned: single(query, 'returned', () => undefined) === 'ever' ? 'ever' : instantIn(query, 'returned', wrong),
    widened: instantIn(query, 'widened', wrong),
    gone: instantIn(query, 'gone', wrong),
    team: idIn(query, 'team', wrong),
    plan: oneOf(query, 'plan', ['open', 'none'], wrong),
    ids: idsOf(query, wrong),
    requirement: requirementIn(query, wrong),
    sort,
    reversed,
    from: startOf(query, sort, reversed, wrong),
    limit: wholeNumber(query, 'limit', [1, 200], wrong) ?? 50,
  }
  if (issues.length > 0) throw new AppError('bad-input', 'This address asks for something the inventory cannot answer.', issues)
  return search
}

/** The query string that reads back as this search; blanks and defaults are left out. */
export function writeTokenSearch(search: Omit<TokenSearch, 'from'>): URLSearchParams {
  const { text, filters, ids, requirement, sort, reversed, limit } = search
  const query = new URLSearchParams()
  if (text) query.set('q', text)
  for (const facet of facets) {
    const values = filters[facet]
    if (facet === 'state' && values?.length === 1 && values[0] === 'live') continue
    if (facet === 'state' && !values) query.append('state', 'any')
    for (const value of values ?? []) query.append(facet, value)
  }
  for (const name of singles) if (search[name] !== null) query.set(name, String(search[name]))
  for (const id of ids ?? []) query.append('id', id)
  if (requirement) query.set('requirement', `${requirement.framework}/${requirement.id}`)
  for (const outcome of requirement?.outcomes ?? []) query.append('outcome', outcome)
  if (sort !== 'queue' || reversed) query.set('sort', reversed ? `-${sort}` : sort)
  if (limit !== 50) query.set('limit', String(limit))
  return query
}

/** The same search without one of the things that narrow it: `state` falls back to any. */
export function without<Search extends TokenConditions>(search: Search, narrowing: Narrowing): Search {
  switch (narrowing) {
    case 'q':
      return { ...search, text: null }
    case 'id':
      return { ...search, ids: null }
    case 'idle':
    case 'due':
    case 'since':
    case 'returned':
    case 'widened':
    case 'gone':
    case 'team':
    case 'plan':
    case 'requirement':
      return { ...search, [narrowing]: null }
    default: {
      const { [narrowing]: _, ...filters } = search.filters
      return { ...search, filters }
    }
  }
}

/** What narrows a search, in the order it is shown. Live tokens only is what every list begins with, and is not named. */
export function narrowingsOf(search: TokenConditions): Narrowing[] {
  const { text, filters, ids, ...rest } = search
  return narrowings.filter((name) => {
    if (name === 'q') return text !== null
    if (name === 'id') return ids !== null
    if (isSingle(name) || name === 'requirement') return rest[name] !== null
    const values = filters[name]
    return values !== undefined && !(name === 'state' && values.length === 1 && values[0] === 'live')
  })
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

function filtersOf(query: RawQuery, wrong: Wrong): TokenSearch['filters'] {
  const filters: Partial<Record<Facet, string[]>> = {}
  for (const facet of facets) {
    const values = [...new Set(valuesOf(query, facet))]
    if (values.length > mostValues) wrong(facet, `has ${values.length} values; at most ${mostValues} can be asked for at once`)
    else if (facet === 'state') Object.assign(filters, statesOf(values, wrong))
    else if (values.length > 0) filters[facet] = values.filter((value) => fits(facet, value, wrong))
  }
  return filters
}

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

/** Whether it narrows by one value, and is no facet. */
export function isSingle(name: Narrowing): name is Single {
  return (singles as readonly string[]).includes(name)
}

function idIn(query: RawQuery, name: string, wrong: Wrong): string | null {
  const asked = single(query, name, wrong)
  if (asked === undefined || z.uuid().safeParse(asked).success) return asked ?? null
  wrong(name, `"${shown(asked)}" is not an id`)
  return null
}

function idsOf(query: RawQuery, wrong: Wrong): string[] | null {
  const ids = [...new Set(valuesOf(query, 'id'))]
  if (ids.length === 0) return null
  const odd = ids.find((id) => !z.uuid().safeParse(id).success)
  if (odd !== undefined) wrong('id', `"${shown(odd)}" is not the id of a token`)
  else if (ids.length > mostIds) wrong('id', `has ${ids.length} values; at most ${mostIds} can be asked for at once`)
  return ids
}

/** "framework/requirement", and beside it one outcome or several. */
function requirementIn(query: RawQuery, wrong: Wrong): AskedRequirement | null {
  const asked = single(query, 'requirement', wrong)
  const chosen = [...new Set(valuesOf(query, 'outcome'))]
  if (asked === undefined) {
    if (chosen.length > 0) wrong('outcome', 'says what tokens make of a requirement; give that as well')
    return null
  }
  const slash = asked.indexOf('/')
  const [framework, id] = [asked.slice(0, slash), asked.slice(slash + 1)]
  const known = slash > 0 ? requirementOf(framework, id) : undefined
  if (!known) wrong('requirement', `"${shown(asked)}" is not a requirement of a framework here`)
  else if (!known.rule) wrong('requirement', `"${shown(asked)}" is not tested on tokens`)
  const odd = chosen.find((outcome) => !outcomes.includes(outcome as Outcome))
  if (odd !== undefined) wrong('outcome', `"${shown(odd)}" is not one of ${outcomes.join(', ')}`)
  if (chosen.length === 0) wrong('outcome', `is missing: one of ${outcomes.join(', ')}`)
  return { framework, id, outcomes: outcomes.filter((outcome) => chosen.includes(outcome)) }
}

function textOf(query: RawQuery, wrong: Wrong): string | null {
  const text = single(query, 'q', wrong)?.trim()
  if (!text) return null
  if (text.length > longestText) wrong('q', `has ${text.length} characters; a search takes at most ${longestText}`)
  else if (hasControl(text)) wrong('q', 'has characters that cannot be typed')
  return text
}

function sortOf(query: RawQuery, wrong: Wrong): { sort: Sort; reversed: boolean } {
  const names = Object.keys(sorts) as Sort[]
  const asked = single(query, 'sort', wrong) ?? 'queue'
  const reversed = asked.startsWith('-')
  const sort = oneOf({ sort: reversed ? asked.slice(1) : asked }, 'sort', names, wrong)
  return { sort: sort ?? 'queue', reversed: sort !== null && reversed }
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
