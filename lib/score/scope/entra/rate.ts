import type { Json } from '../../../model/json.ts'
import { EntraStated } from '../../../model/permission-statement.ts'
import type { Rating } from '../../../model/grant.ts'
import { grantsOfNamed } from '../named.ts'
import { ratingOf, unknownRating } from '../rating.ts'
import { azureGrants } from './azure.ts'
import { entraPermissions } from './permissions.ts'

/** Rates an application by what it was given in the directory, by name, and by its roles in Azure. */
export function rateEntra(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = EntraStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Entra ID stated of its permissions cannot be read.'], dataVersion)
  const { names, azure, ...where } = parsed.data
  if (names === null) return unknownRating(['Entra ID does not say what it may do.'], dataVersion)
  const notes = new Set<string>()
  const inAzure = azure ? azureGrants(azure, notes) : []
  const inDirectory = names.length === 0 && inAzure.length > 0 ? [] : grantsOfNamed(entraPermissions, { names, within: where.within, ...(where.resource !== undefined && { resource: where.resource }) }, notes) // prettier-ignore
  return ratingOf([...inDirectory, ...inAzure], [...notes].slice(0, 10), dataVersion)
}
