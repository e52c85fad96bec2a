import { usualColumns, type Density, type Grouping, type TokenColumn } from './token-columns.ts'

/** A named list of tokens: what is searched for, and how it is laid out. */
export type TokenView = {
  /** The slug of one that is built in, or the id of one that somebody saved: what an address names it by. */
  id: string
  name: string
  /** What it is for, in a line; null for one that somebody saved. */
  means: string | null
  /** The search, as a query string. */
  query: string
  group: Grouping | null
  columns: readonly TokenColumn[]
  density: Density
  /** Who saved it; null for one that is built in. */
  saved: { mine: boolean; by: string; shared: boolean; version: number } | null
}

/** The view of an address that names none. */
export const usualView = 'live'

const usual = { group: null, columns: usualColumns, density: 'comfortable', saved: null } as const

/** The views that everybody has, in their order. `lastVisit` makes "New since last visit"; without an earlier visit there is none. */
export function builtInViews(lastVisit: Date | null): TokenView[] {
  const fresh = lastVisit && {
    ...usual,
    id: 'new',
    name: 'New since last visit',
    means: 'Tokens that were first seen after you were last here.',
    query: String(new URLSearchParams({ state: 'any', since: lastVisit.toISOString() })),
    columns: withColumn('first-seen'),
  }
  return [...standing, ...(fresh ? [fresh] : []), retired]
}

const standing: readonly TokenView[] = [
  { ...usual, id: usualView, name: 'Live tokens', means: 'Everything that works today, the most urgent first.', query: '' },
  {
    ...usual,
    id: 'retire-first',
    name: 'Retire first',
    means:
      'Tokens that are not acceptable whatever the unknowns turn out to be: the highest risk first, and of the same risk the nearest date.',
    query: 'verdict=revoke-now&verdict=standing-privilege&improvable=no&sort=risk',
  },
  {
    ...usual,
    id: 'find-out-first',
    name: 'Find out first',
    means: 'Tokens whose verdict would be better if what we do not know of them turned out well.',
    query: 'improvable=yes',
    columns: withColumn('confidence'),
  },
  {
    ...usual,
    id: 'no-owner',
    name: 'No owner',
    means: 'Live tokens that name no owner. Those that name somebody who left are under Directory, Gaps.',
    query: 'owner=none',
    group: 'source',
  },
  {
    ...usual,
    id: 'exposed',
    name: 'Exposed & live',
    means: 'Tokens that were found where they should not be and still work.',
    query: 'exposure=suspected&exposure=confirmed&exposure=abuse&sort=due',
    columns: withColumn('exposure'),
  },
  {
    ...usual,
    id: 'bearer-sensitive',
    name: 'Plain bearer on a sensitive workload',
    means: 'A copy is enough to use them, and they reach customer data or more.',
    query: 'binding=bearer&binding=bearer-url&binding=not-reported&sensitivity=3&sensitivity=4',
  },
  {
    ...usual,
    id: 'never-expires',
    name: 'Never expires',
    means: 'Tokens that work until somebody takes them away.',
    query: 'lifetime=never',
    columns: withColumn('age'),
  },
  {
    ...usual,
    id: 'unused',
    name: 'Unused 90 d',
    means:
      'Not used for 90 days or more, or never used and at least that old; where the provider does not report use, nothing is assumed. Fewer have that as their reason: a leak and a type that is not allowed come first, and an age that is only “at least” so many days decides no verdict.',
    query: 'idle=90&sort=used',
  },
  {
    ...usual,
    id: 'agents',
    name: 'AI agents',
    means: 'Tokens that an AI agent acts with.',
    query: 'agent=supervised&agent=autonomous',
    columns: withColumn('agent'),
  },
  { ...usual, id: 'came-back', name: 'Came back', means: 'Tokens that were gone and are there again.', query: 'state=any&returned=ever' },
]

const retired: TokenView = {
  ...usual,
  id: 'retired',
  name: 'Retired',
  means: 'Disabled, expired, revoked or gone: nothing of them works.',
  query: 'state=disabled&state=expired&state=revoked&state=gone&verdict=retired',
}

function withColumn(column: TokenColumn): readonly TokenColumn[] {
  return [...usualColumns, column]
}
