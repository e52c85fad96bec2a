import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { listing, next } from '../google/api.ts'
import { maxPages, readWhole } from '../rest/listing.ts'
import { WireHandle, wireText } from '../wire.ts'
import type { Gcp } from './api.ts'

const PolicyFound = z.object({
  resource: z.string().min(1).max(2_000),
  policy: z
    .object({
      bindings: z
        .array(
          z.object({
            role: WireHandle,
            members: z.array(z.string().max(2_000)).max(100_000).nullish(),
            condition: z.object({ title: wireText(200).nullish(), expression: wireText(1_000).nullish() }).nullish(),
          }),
        )
        .max(10_000)
        .nullish(),
    })
    .nullish(),
})

/** A role on something, as it was bound to an account or a pool. */
export type Bound = { role: string; on: 'resource' | 'project' | 'folder' | 'organisation'; resource: string; condition?: string }

/** By the account's address, and by the pool ("projects/123/locations/global/workloadIdentityPools/ci"); null where it could not be read. */
export type Bindings = { ofAccounts: ReadonlyMap<string, readonly Bound[]> | null; ofPools: ReadonlyMap<string, readonly Bound[]> | null }

export const bindingsObject = 'Google Cloud role bindings'
const poolsObject = 'Google Cloud role bindings of workload identity pools'
export const bindingsFix =
  'It takes cloudasset.assets.searchAllIamPolicies on the whole scope, and the Cloud Asset interface enabled in the project of the service account.'

/** A deleted account's roles stand as "deleted:serviceAccount:…": they are nobody's, whoever takes the name again. */
const accountMember = /^serviceAccount:([^[\]]+@[^[\]]+)$/
const poolMember = /^principal(?:Set)?:\/\/iam\.googleapis\.com\/(projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+)\//

/** Reads who has which role, before anything else, since every key needs it. What cannot be read is a gap; a refused credential is thrown. */
export async function* readBindings({ assets }: Gcp, scope: string): AsyncGenerator<Observation, Bindings> {
  async function* search(object: string, query: string, member: RegExp): AsyncGenerator<Observation, ReadonlyMap<string, Bound[]> | null> {
    const found = new Map<string, Bound[]>()
    try {
      const rows = { path: `/v1/${scope}:searchAllIamPolicies`, query: { query, pageSize: 500 }, schema: PolicyFound, field: 'results', next }
      const { rows: policies, gap } = await readWhole(listing(assets, 'results'), rows, object, maxPages)
      if (gap) yield { see: 'gap', gap }
      for (const { resource, policy } of policies)
        for (const { role, members, condition } of policy?.bindings ?? []) {
          const bound = { ...placeOf(resource), role, ...(condition && { condition: condition.title || condition.expression || 'a condition' }) }
          const holders = new Set((members ?? []).flatMap((one) => member.exec(one)?.[1] ?? []))
          for (const holder of holders) found.set(holder.toLowerCase(), [...(found.get(holder.toLowerCase()) ?? []), bound])
        }
      if (gap) return null
      yield { see: 'covered', object, seen: policies.length }
      return found
    } catch (error) {
      yield { see: 'gap', gap: gapOf(error, object, bindingsFix) }
      return null
    }
  }
  return {
    ofAccounts: yield* search(bindingsObject, 'memberTypes:serviceAccount', accountMember),
    ofPools: yield* search(poolsObject, 'policy:workloadIdentityPools', poolMember),
  }
} // prettier-ignore

const places = { projects: 'project', folders: 'folder', organizations: 'organisation' } as const

function placeOf(resource: string): Pick<Bound, 'on' | 'resource'> {
  const [, kind, id] = /^\/\/cloudresourcemanager\.googleapis\.com\/(projects|folders|organizations)\/([^/]+)$/.exec(resource) ?? []
  if (kind && id) return { on: places[kind as keyof typeof places], resource: `${places[kind as keyof typeof places]} ${id}` }
  return { on: 'resource', resource: resource.replace(/^\/\//, '').slice(0, 2_000) }
}
