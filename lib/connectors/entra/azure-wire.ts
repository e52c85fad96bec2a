import { z } from 'zod'
import type { AzureAssignment, AzureRole } from '../../model/permission-statement.ts'
import { wireText } from '../wire.ts'
import { Guid } from './settings.ts'

export const Subscription = z.object({ subscriptionId: Guid, displayName: wireText(200).nullish(), tenantId: Guid.nullish() })

/** A management group. Its name goes into addresses, so that nothing else may stand there: letters, digits and "-_().", with no dot at its ends. */
export const ManagementGroup = z.object({ name: z.string().regex(/^[a-z0-9](?:[\w().-]{0,88}[\w()-])?$/i) })

const patterns = z.array(z.string().max(500)).max(1_000).nullish().transform((list) => list ?? []) // prettier-ignore
const Permission = z.object({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns })

/** A role of Azure's own or of the tenant's, by the last part of its id: the rest says where it was looked up. */
export const RoleDefinition = z
  .object({
    name: Guid,
    properties: z.object({
      roleName: wireText(200).nullish(),
      type: z.string().max(50).nullish(),
      permissions: z.array(Permission).max(50).nullish(),
    }),
  })
  .transform(({ name, properties: { roleName, type, permissions } }): { id: string; role: AzureRole } => ({
    id: name,
    role: { name: roleName || name, custom: type !== 'BuiltInRole', permissions: permissions ?? null },
  }))

export const RoleAssignment = z.object({
  id: z.string().min(1).max(2_000),
  properties: z.object({
    roleDefinitionId: z
      .string()
      .max(2_000)
      .transform((id) => id.slice(id.lastIndexOf('/') + 1))
      .pipe(Guid),
    principalId: Guid,
    principalType: z.string().max(50).nullish(),
    scope: z.string().min(1).max(2_000),
    condition: z.string().max(100_000).nullish(),
  }),
})

/** Where an assignment counts, in the words of the scope table, with what people call it; what cannot be told is all of the tenant. */
export function placeOf(scope: string, names: ReadonlyMap<string, string>): Pick<AzureAssignment, 'on' | 'resource'> {
  const group = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)\/?$/i.exec(scope)?.[1]
  if (group) return { on: 'management group', resource: cut(group) }
  const [, id = '', resourceGroup, rest] = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?(\/.+)?$/i.exec(scope) ?? []
  if (id === '') return { on: 'tenant', resource: cut(scope) }
  const subscription = names.get(id.toLowerCase()) ?? id
  if (rest) return { on: 'resource', resource: cut(`${rest.slice(rest.lastIndexOf('/') + 1)} in ${resourceGroup ?? subscription}`) }
  if (resourceGroup) return { on: 'resource group', resource: cut(`${resourceGroup} in ${subscription}`) }
  return { on: 'subscription', resource: cut(subscription) }
}

function cut(text: string): string {
  return text.slice(0, 400)
}
