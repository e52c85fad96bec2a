import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { Reads } from '../rest/api.ts'
import { next, page } from './api.ts'
import { Guid } from './settings.ts'
import { whole } from './whole.ts'

const Member = z.object({ '@odata.type': z.string().max(200).nullish(), id: Guid })

/** The service principals in a group, also by way of others in it; null where they could not be read. */
export async function* groupMembers(graph: Reads, group: string): AsyncGenerator<Observation, readonly string[] | null> {
  const path = `/groups/${group}/transitiveMembers`
  const found = yield* whole(graph, { path, query: { $select: 'id', $top: page.most }, schema: Member, field: 'value', next }, 'Entra members of groups with roles')
  if (!found?.isWhole) return null
  return found.rows.filter((one) => one['@odata.type'] === '#microsoft.graph.servicePrincipal').map(({ id }) => id)
} // prettier-ignore
