import { AppError, type Issue } from './app-error.ts'
import { oneOf, shown, single, type Wrong } from './query-words.ts'
import { densities, frozenColumns, groupings, tokenColumns, type Density, type Grouping, type TokenColumn } from './token-columns.ts'
import { rawQuery, readTokenSearch, searchParameters, writeTokenSearch, type RawQuery, type TokenSearch } from './token-search.ts'
import { usualView, type TokenView } from './token-view.ts'

/** How a list is laid out. */
export type TokenLayout = { group: Grouping | null; columns: readonly TokenColumn[]; density: Density }

/** A list of tokens as an address describes it. */
export type TokenList = TokenLayout & {
  view: TokenView
  search: TokenSearch
  /** Whether the address asks for something other than its view. */
  modified: boolean
  /** The token whose drawer is open. */
  token: string | null
}

/**
 * Reads the address of a list. What it says of the search replaces its view's search whole, so that a filter of the view can be
 * taken away; what it says of the layout replaces that part alone. Throws AppError('bad-input') naming what cannot be used.
 */
export function readTokenList(query: RawQuery, views: readonly TokenView[]): TokenList {
  const issues: Issue[] = []
  const wrong: Wrong = (where, what) => void issues.push({ where, what })
  const view = viewOf(query, views, wrong)
  const token = single(query, 'token', wrong) ?? null
  const layout = layoutOf(query, view, wrong)
  const search = searchOf(query, view, wrong)
  if (issues.length > 0 || !search) throw new AppError('bad-input', 'This address asks for something the inventory cannot answer.', issues)
  return { view, search, ...layout, modified: String(differences({ view, search, ...layout })) !== '', token }
}

/** The query string that reads back as this list, from its first page: a view that is as it was saved is named alone. */
export function writeTokenList(list: Pick<TokenList, 'view' | 'search' | 'token'> & TokenLayout): URLSearchParams {
  const query = new URLSearchParams()
  if (list.view.id !== usualView) query.set('view', list.view.id)
  for (const [name, value] of differences(list)) query.append(name, value)
  if (list.token) query.set('token', list.token)
  return query
}

/** What a view keeps of a list: the search as a query string, and the layout. */
export function keptOf({
  search,
  group,
  columns,
  density,
}: Pick<TokenList, 'search'> & TokenLayout): Pick<TokenView, 'query'> & TokenLayout {
  return { query: String(writeTokenSearch(search)), group, columns, density }
}

/** What an address must say beside the name of its view. */
function differences({ view, search, group, columns, density }: Pick<TokenList, 'view' | 'search'> & TokenLayout): URLSearchParams {
  const asked = writeTokenSearch(search)
  const query = new URLSearchParams()
  if (!same(asked, writeTokenSearch(readTokenSearch(rawQuery(new URLSearchParams(view.query)))))) {
    for (const [name, value] of asked) query.append(name, value)
    // Nothing said of the search would mean the view's.
    if (query.size === 0) query.set('sort', 'queue')
  }
  if (columns.join() !== view.columns.join()) query.set('columns', columns.join())
  if (density !== view.density) query.set('density', density)
  if (group !== view.group) query.set('group', group ?? 'none')
  return query
}

function viewOf(query: RawQuery, views: readonly TokenView[], wrong: Wrong): TokenView {
  const asked = single(query, 'view', wrong) ?? usualView
  const view = views.find(({ id }) => id === asked)
  if (!view) wrong('view', `"${shown(asked)}" is not a view, or it is not shared with you`)
  const first = view ?? views[0]
  if (!first) throw new Error('There are no views at all.')
  return first
}

function layoutOf(query: RawQuery, view: TokenView, wrong: Wrong): TokenLayout {
  const group = oneOf(query, 'group', [...groupings, 'none'], wrong)
  return {
    group: group === null ? view.group : group === 'none' ? null : group,
    columns: columnsOf(query, wrong) ?? view.columns,
    density: oneOf(query, 'density', densities, wrong) ?? view.density,
  }
}

function columnsOf(query: RawQuery, wrong: Wrong): readonly TokenColumn[] | null {
  const asked = single(query, 'columns', wrong)?.split(',')
  if (!asked) return null
  const unknown = asked.find((name) => !tokenColumns.some((column) => column === name))
  if (unknown !== undefined) wrong('columns', `"${shown(unknown)}" is not one of ${tokenColumns.join(', ')}`)
  return [...new Set([...frozenColumns, ...(asked as TokenColumn[])])]
}

const beside: ReadonlySet<string> = new Set(['view', 'columns', 'density', 'group', 'token'])
const paging: ReadonlySet<string> = new Set(['after', 'before'])

/** The search of the address, or its view's where it says nothing of one. */
function searchOf(query: RawQuery, view: TokenView, wrong: Wrong): TokenSearch | null {
  const own = Object.fromEntries(Object.entries(query).filter(([name, value]) => !beside.has(name) && value !== undefined))
  const says = Object.keys(own).some((name) => !paging.has(name) || !searchParameters.has(name))
  try {
    return readTokenSearch(says ? own : { ...rawQuery(new URLSearchParams(view.query)), ...own })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    for (const { where, what } of error.issues) wrong(where, what)
    return null
  }
}

function same(one: URLSearchParams, other: URLSearchParams): boolean {
  return String(one) === String(other)
}
