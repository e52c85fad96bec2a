import { AppError } from './app-error.ts'
import type { AskedRequirement } from './frameworks/all.ts'
import { instantIn, oneOf, shown, single, wholeNumber } from './query-words.ts'
import type { ReasonCode } from './score.ts'
import type { Cursor } from './token-cursor.ts'
import { facets, type Facet, type Sort } from './token-facet.ts'
import { becauseIn, filtersOf, idIn, idsOf, requirementIn, sortOf, startOf, textOf } from './token-search-readers.ts'

export type TokenSearch = {
  text: string | null
  /** Only facets that were asked for; several values of one facet mean any of them. */
  filters: Readonly<Partial<Record<Facet, readonly string[]>>>
  /** Any of these is among its reasons, whether it decides the verdict or not. Not a facet: tokens are not counted by it. */
  because: readonly ReasonCode[] | null
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
export type TokenConditions = Pick<TokenSearch, 'text' | 'filters' | 'because' | 'ids' | 'requirement' | Single>

/** Everything a search can be narrowed by, each of which can be taken away by itself. */
export const narrowings = [...facets, 'because', 'q', ...singles, 'id', 'requirement'] as const
export type Narrowing = (typeof narrowings)[number]

/** A query string as Next or URLSearchParams gives it. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>

/** The query of an address, with every value of a name that is given more than once. */
export function rawQuery(params: URLSearchParams): RawQuery {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
}

const mostDays = 3_650

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
    because: becauseIn(query, wrong),
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
  const { text, filters, because, ids, requirement, sort, reversed, limit } = search
  const query = new URLSearchParams()
  if (text) query.set('q', text)
  for (const facet of facets) {
    const values = filters[facet]
    if (facet === 'state' && values?.length === 1 && values[0] === 'live') continue
    if (facet === 'state' && !values) query.append('state', 'any')
    for (const value of values ?? []) query.append(facet, value)
  }
  for (const code of because ?? []) query.append('because', code)
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
    case 'because':
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
    if (isSingle(name) || name === 'because' || name === 'requirement') return rest[name] !== null
    const values = filters[name]
    return values !== undefined && !(name === 'state' && values.length === 1 && values[0] === 'live')
  })
}

/** Whether it narrows by one value, and is no facet. */
export function isSingle(name: Narrowing): name is Single {
  return (singles as readonly string[]).includes(name)
}
