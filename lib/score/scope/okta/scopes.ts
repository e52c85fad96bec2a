import type { Level, Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { OktaScopesStated } from '../../../model/permission-statement.ts'
import { rateNamed, type NamedLevel, type NamedTable } from '../named.ts'
import { unknownRating } from '../rating.ts'
import { oktaNames } from './names.ts'

/** Roles, and permissions of roles of one's own, that show client secrets in clear and let one change nothing. */
const secretReaders: ReadonlySet<string> = new Set(['READ_ONLY_ADMIN', 'okta.apps.clientCredentials.read'])
const readsOnly = 3

/** Okta lists an app's client secrets in clear to whoever has this scope, and a role that may see them. */
const appsRead = 'okta.apps.read'
const secretsToo: NamedLevel = { level: 5, because: 'it reads apps, and their client secrets in clear' }
const appsAlone: NamedLevel = { level: readsOnly, because: 'it reads apps, whose client secrets none of its roles shows' }

/** What scopes are rated by beside the names. */
export const oktaAppsData = [[...secretReaders], readsOnly, appsRead, secretsToo, appsAlone] as const

/**
 * Scopes of an app, within its admin roles: Okta lets an app do what both allow. So a scope to manage counts no more than the strongest of
 * its roles. Roles that are not known, or none at all, take nothing away: an older organisation gives apps a role of its own accord.
 */
export function rateOktaScopes(json: Json, document: unknown, dataVersion: string): Rating {
  const parsed = OktaScopesStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Okta stated of its permissions cannot be read.'], dataVersion)
  const { roles, ...stated } = parsed.data
  if (!roles?.length) return rateNamed(cappedAt(6, secretsToo))(stated, document, dataVersion)
  const others = roles.filter((role) => !secretReaders.has(role))
  const strongest = others.length > 0 ? rateNamed(oktaNames)({ names: others, within: 'organisation' }, document, dataVersion).breadths : []
  const most = strongest.reduce<Level>((level, one) => (one.level > level ? one.level : level), others.length < roles.length ? readsOnly : 1)
  const rating = rateNamed(cappedAt(most, others.length < roles.length || most === 6 ? secretsToo : appsAlone))(stated, document, dataVersion)
  return most === 6 ? rating : { ...rating, notes: [...rating.notes, `Its admin roles (${roles.join(', ').slice(0, 200)}) allow no more than this.`] }
} // prettier-ignore

/** `apps`: what reading apps amounts to, which is no matter of what the roles may change. */
function cappedAt(most: Level, apps: NamedLevel): NamedTable {
  const cap = (one: NamedLevel): NamedLevel => (one.level > most ? { ...one, level: most } : one)
  return {
    ...oktaNames,
    names: {
      ...Object.fromEntries(Object.entries(oktaNames.names).map(([name, level]) => [name, cap(level)])),
      [appsRead]: apps.level > readsOnly ? apps : cap(apps),
    },
    families: (oktaNames.families ?? []).map(([pattern, level]) => [pattern, cap(level)] as const),
  }
}
