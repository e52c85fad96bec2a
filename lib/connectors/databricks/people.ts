import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Api } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { WireHandle, WireId, wireText } from '../wire.ts'
import { principalsPath, scim, usersPath } from './api.ts'

const Groups = z.array(z.object({ display: wireText(300).nullish() })).max(1_000).nullish() // prettier-ignore
const User = z.object({ id: WireId, userName: WireHandle.nullish(), active: z.boolean().nullish(), groups: Groups })
const Principal = z.object({ id: WireId, applicationId: WireHandle.nullish(), displayName: wireText(300).nullish(), active: z.boolean().nullish(), groups: Groups }) // prettier-ignore

/** Somebody in the workspace, by the id that tokens name. */
export type Identity = {
  id: string
  name: string
  email: string | null
  applicationId: string | null
  active: boolean
  isAdmin: boolean
  isPrincipal: boolean
}
export type Identities = { byId: ReadonlyMap<string, Identity>; principalsWhole: boolean; whole: boolean }

export const peopleFix =
  'Make the service principal a workspace admin: only those list users, service principals and other people’s tokens.'
const isAdmin = (groups: z.infer<typeof Groups>) => (groups ?? []).some(({ display }) => display === 'admins')

/** Reads who is there: rights and owners are told by it. What cannot be read is a gap. */
export async function* readIdentities(api: Api): AsyncGenerator<Observation, Identities> {
  const users = yield* whole(api, usersPath, User, 'Databricks users')
  const principals = yield* whole(api, principalsPath, Principal, 'Databricks service principals')
  const all = [
    ...users.rows.map((row): Identity => ({ id: row.id, name: row.userName || row.id, email: row.userName?.includes('@') ? row.userName : null, applicationId: null, active: row.active !== false, isAdmin: isAdmin(row.groups), isPrincipal: false })),
    ...principals.rows.map((row): Identity => ({ id: row.id, name: row.displayName || row.applicationId || row.id, email: null, applicationId: row.applicationId ?? null, active: row.active !== false, isAdmin: isAdmin(row.groups), isPrincipal: true })),
  ]
  return { byId: new Map(all.map((one) => [one.id, one])), principalsWhole: principals.whole, whole: users.whole && principals.whole }
} // prettier-ignore

async function* whole<Row>(api: Api, path: string, schema: z.ZodType<Row>, object: string): AsyncGenerator<Observation, { rows: Row[]; whole: boolean }> {
  try {
    const { rows, gap } = await readWhole(api, { path, schema, ...scim }, object, 10_000)
    if (gap) yield { see: 'gap', gap }
    else yield { see: 'covered', object, seen: rows.length }
    return { rows, whole: gap === null }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, peopleFix) }
    return { rows: [], whole: false }
  }
} // prettier-ignore
