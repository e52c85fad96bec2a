import { z } from 'zod'
import type { OwnerHint } from '../../model/sighting.ts'
import { WireHandle, wireText } from '../wire.ts'

/** Owners come along with their application: people, and applications that own others. */
export const Owner = z.object({
  '@odata.type': z.string().max(200).nullish(),
  displayName: wireText(300).nullish(),
  mail: WireHandle.nullish().catch(null),
  userPrincipalName: WireHandle.nullish().catch(null),
})
export type Owner = z.infer<typeof Owner>

/** So many come along at most; Graph does not say that there are more. */
const mostExpanded = 20

/** Whom an application names as its owners, and in tags what is no person. */
export function ownersOf(owners: readonly Owner[], call: string): { ownerHints: OwnerHint[]; tags: Record<string, string> } {
  const people = owners.filter((owner) => owner['@odata.type'] !== '#microsoft.graph.servicePrincipal')
  const apps = owners.filter((owner) => owner['@odata.type'] === '#microsoft.graph.servicePrincipal').flatMap((one) => one.displayName ?? [])
  const ownerHints = people.flatMap(({ mail, userPrincipalName, displayName }): OwnerHint[] => {
    const address = mail || (userPrincipalName?.includes('#EXT#') ? null : userPrincipalName)
    if (address?.includes('@')) return [{ how: 'email', value: address, says: `${call} owners.${mail ? 'mail' : 'userPrincipalName'}` }]
    return displayName ? [{ how: 'name', value: displayName, says: `${call} owners.displayName` }] : []
  })
  // Of what the application may not read, Graph gives the sort and the id, and every other field is null.
  const hidden = owners.filter(({ displayName, mail, userPrincipalName }) => !displayName && !mail && !userPrincipalName)
  const users = hidden.filter((owner) => owner['@odata.type']?.endsWith('.user')).length
  const others = hidden.length - users
  return {
    ownerHints: ownerHints.slice(0, 20),
    tags: {
      ...(apps.length > 0 && { 'owning applications': apps.join(', ').slice(0, 1_000) }),
      ...(users > 0 && { 'owners without a name': `${users}, which Graph names to whoever has User.ReadBasic.All` }),
      ...(others > 0 && { 'owning applications without a name': `${others}` }),
      ...(owners.length >= mostExpanded && { owners: `at least ${mostExpanded}` }),
    },
  }
} // prettier-ignore
