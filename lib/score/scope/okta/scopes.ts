import type { Level, Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { OktaScopesStated } from '../../../model/permission-statement.ts'
import { rateNamed, type NamedLevel, type NamedTable } from '../named.ts'
import { unknownRating } from '../rating.ts'
import { oktaNames } from './names.ts'

/**
 * Scopes of an app, within its admin roles: Okta lets an app do what both allow. So a scope to manage counts no more than the strongest of
 * its roles. Roles that are not known, or none at all, take nothing away: an older organisation gives apps a role of its own accord.
 */
export function rateOktaScopes(json: Json, document: unknown, dataVersion: string): Rating {
  const parsed = OktaScopesStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Okta stated of its permissions cannot be read.'], dataVersion)
  const { roles, ...stated } = parsed.data
  if (!roles?.length) return rateNamed(oktaNames)(stated, document, dataVersion)
  const strongest = rateNamed(oktaNames)({ names: roles, within: 'organisation' }, document, dataVersion).breadths
  const most = strongest.reduce<Level>((level, one) => (one.level > level ? one.level : level), 1)
  const rating = rateNamed(cappedAt(most))(stated, document, dataVersion)
  return most === 6 ? rating : { ...rating, notes: [...rating.notes, `Its admin roles (${roles.join(', ').slice(0, 200)}) allow no more than this.`] }
} // prettier-ignore

function cappedAt(most: Level): NamedTable {
  const cap = (one: NamedLevel): NamedLevel => (one.level > most ? { ...one, level: most } : one)
  return {
    ...oktaNames,
    names: Object.fromEntries(Object.entries(oktaNames.names).map(([name, level]) => [name, cap(level)])),
    families: (oktaNames.families ?? []).map(([pattern, level]) => [pattern, cap(level)] as const),
  }
}
