import type { Grant, Level, Rating, Reach } from '../../model/grant.ts'
import type { Json } from '../../model/json.ts'
import { NamedStated } from '../../model/permission-statement.ts'
import { compareText, ratingOf, shown, unknownRating } from './rating.ts'

/** What one permission of a provider lets its holder do, and why. `reach` where it is another than that of where it counts. */
export type NamedLevel = { level: Level; because: string; reach?: Reach }

/** A provider's permissions as data: by their names, and by patterns for families of them ("okta.*.manage"), the first that fits. */
export type NamedTable = {
  /** The provider's name to people, and its service in grants. */
  provider: string
  service: string
  names: Readonly<Record<string, NamedLevel>>
  families?: readonly (readonly [RegExp, NamedLevel])[]
  /** How far it reaches by where it counts, in the connector's own words ("project", "organisation"). */
  within: Readonly<Record<string, Reach>>
}

/**
 * Rates what a token may do by the names of its permissions: scopes, roles, privileges. A name that no table knows counts as the worst, and
 * so does a place that none knows; both are said. No names at all, where the provider does tell them, is a token that sees what everybody
 * sees.
 */
export function rateNamed(table: NamedTable): (json: Json, document: unknown, dataVersion: string) => Rating {
  return (json, _document, dataVersion) => {
    const parsed = NamedStated.safeParse(json)
    if (!parsed.success) return unknownRating([`What ${table.provider} stated of its permissions cannot be read.`], dataVersion)
    const { names, within, resource } = parsed.data
    if (names === null) return unknownRating([`${table.provider} does not say what it may do.`], dataVersion)
    const notes = new Set<string>()
    const grants = grantsOfNamed(table, { names, within, ...(resource !== undefined && { resource }) }, notes)
    return ratingOf(grants, [...notes].slice(0, 10), dataVersion)
  }
}

/** The grants that names of permissions are. At least one: none at all is one that sees what everybody sees. */
export function grantsOfNamed(
  table: NamedTable,
  { names, within, resource }: { names: readonly string[]; within: string; resource?: string },
  notes: Set<string>,
): Grant[] {
  const where = Object.hasOwn(table.within, within) ? table.within[within] : undefined
  if (where === undefined) notes.add(`Where it counts (${shown(within, 100)}) is nothing that we know, so that it counts as everything.`)
  const grants = [...new Set(names)].toSorted(compareText).map((name): Grant => {
    const { level, because, reach } = levelOf(table, name, notes)
    return {
      level,
      reach: reach ?? where ?? 4,
      service: table.service,
      action: shown(name),
      resource: shown(resource ?? within),
      conditions: [],
      source: 'permission',
      because: `${shown(name, 100)}: ${because}.`,
    }
  })
  if (grants.length === 0)
      grants.push({ level: 1, reach: where ?? 4, service: table.service, action: 'no permission', resource: shown(resource ?? within), conditions: [], source: 'permission', because: 'It was given no permission.' }) // prettier-ignore
  return grants
}

function levelOf({ provider, names, families = [] }: NamedTable, name: string, notes: Set<string>): NamedLevel {
  if (Object.hasOwn(names, name)) return names[name]!
  const family = families.find(([pattern]) => pattern.test(name))
  if (family) return family[1]
  notes.add(`${shown(name, 100)} is not in our list of ${provider}’s permissions, so that it counts as administration.`)
  return { level: 6, because: 'it is not in our list, and counts as the worst' }
}

/** A table's data, for the version of what is rated by it. */
export function namedData({ names, families = [], within }: NamedTable): unknown {
  return [names, families.map(([pattern, level]) => [pattern.source, level]), within]
}
