/** The columns a list of tokens can have, in the order they stand in when a view does not say otherwise. The first two are always there. */
export const tokenColumns = [
  'token', 'verdict', 'risk', 'due', 'owner', 'workload', 'access', 'binding', 'lifetime', 'used', 'seen',
  'grade', 'base', 'confidence', 'age', 'provider', 'source', 'exposure', 'controls', 'agent', 'third-party', 'consumers', 'first-seen', 'widened',
] as const // prettier-ignore

export type TokenColumn = (typeof tokenColumns)[number]

/** Columns that stay at the left edge and cannot be taken away: whose row it is, and what is said of it. */
export const frozenColumns: readonly TokenColumn[] = ['token', 'verdict']

/** What a list shows when nothing else is asked for. */
export const usualColumns: readonly TokenColumn[] = tokenColumns.slice(0, 11)

/** How high a row is: two lines, or one. */
export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

/** What a list can be gathered by; each is a facet, so that a group opens as a filter. */
export const groupings = ['reason', 'owner', 'workload', 'source'] as const
export type Grouping = (typeof groupings)[number]
