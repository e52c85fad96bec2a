import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { Each } from '../rest/each.ts'
import { maxPages, readWhole } from '../rest/listing.ts'
import { WireHandle, wireText } from '../wire.ts'
import { SalesforceId, soql, type Salesforce } from './api.ts'
import { permissionSetOf, rightFieldsOf, sharedWithIt } from './rights.ts'

export type Reading = Salesforce & { world: ConnectorWorld; lookups: Lookups; people: People }

export const fix = 'It takes a user with the permissions API Enabled, View Setup and Configuration, and Customize Application.'

const flag = z.boolean().nullish()

/** An app by its policies, as they stand in this org. */
export const ConnectedApp = z.object({
  Id: SalesforceId,
  Name: wireText(300),
  OptionsAllowAdminApprovedUsersOnly: flag,
  OptionsRefreshTokenValidityMetric: flag,
  RefreshTokenValidityPeriod: z.number().nullish(),
})
export type ConnectedApp = z.infer<typeof ConnectedApp>
const MenuItem = z.object({ Id: SalesforceId, ApplicationId: SalesforceId.nullish(), NamespacePrefix: z.string().max(100).nullish() })

/** What tokens are judged by; a part that is null could not be read. */
export type Lookups = {
  rights: ReadonlyMap<string, readonly string[] | null> | null
  apps: readonly ConnectedApp[] | null
  appById: ReadonlyMap<string, ConnectedApp>
  menu: ReadonlyMap<string, z.infer<typeof MenuItem>> | null
}

export const appFields = Object.keys(ConnectedApp.shape).join(', ')

/** Reads them all. What cannot be read is a gap; a refused credential is thrown. */
export async function* readLookups(salesforce: Salesforce): AsyncGenerator<Observation, Lookups> {
  const sets = yield* permissionSets(salesforce)
  const apps = yield* whole(salesforce, 'Salesforce connected apps', `SELECT ${appFields} FROM ConnectedApplication`, ConnectedApp)
  const menu = yield* whole(salesforce, 'Salesforce app menu', 'SELECT Id, ApplicationId, NamespacePrefix FROM AppMenuItem', MenuItem)
  return {
    rights: sets && new Map(sets.map(({ id, rights }) => [id, rights])),
    apps,
    appById: new Map((apps ?? []).map((app) => [app.Id, app])),
    menu: menu && new Map(menu.map((item) => [item.Id, item])),
  }
} // prettier-ignore

async function* permissionSets(salesforce: Salesforce) {
  const object = 'Salesforce permission sets'
  try {
    const fields = await rightFieldsOf(salesforce)
    return yield* whole(salesforce, object, `SELECT Id, ${fields.join(', ')} FROM PermissionSet`, permissionSetOf(fields))
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) } satisfies Observation
    return null
  }
}

async function* whole<Row>(salesforce: Salesforce, object: string, q: string, schema: z.ZodType<Row>): AsyncGenerator<Observation, Row[] | null> {
  try {
    const { rows, gap } = await readWhole(salesforce.api, soql(salesforce, q, schema), object, maxPages)
    if (gap) yield { see: 'gap', gap }
    yield { see: 'covered', object, seen: rows.length }
    return gap ? null : rows
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) }
    return null
  }
} // prettier-ignore

const User = z.object({
  Id: SalesforceId,
  Username: WireHandle.nullish(),
  Email: WireHandle.nullish(),
  Name: wireText(300).nullish(),
  IsActive: z.boolean(),
  Profile: z.object({ Name: wireText(200).nullish() }).nullish(),
})
const Assignment = z.object({ AssigneeId: SalesforceId, PermissionSetId: SalesforceId.nullish() })

/** `rights`: null where they could not be read. */
export type Person = z.infer<typeof User> & { rights: readonly string[] | null }

/** So many ids fit into one address. */
const most = 150

/** Users who hold tokens, with their rights; each is asked for once a run. */
export class People {
  readonly #salesforce: Salesforce
  readonly #rights: Lookups['rights']
  readonly #known = new Map<string, Person | null>()
  readonly #users = new Each('Salesforce users', fix)
  readonly #assignments = new Each('Salesforce permission set assignments', fix)

  constructor(salesforce: Salesforce, { rights }: Lookups) {
    this.#salesforce = salesforce
    this.#rights = rights
  }

  /** Null for one that could not be read, or is not there. */
  get(id: string): Person | null {
    return this.#known.get(id) ?? null
  }

  async learn(ids: Iterable<string>): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#known.has(id))
    for (let at = 0; at < unknown.length; at += most) await this.#ask(unknown.slice(at, at + most))
  }

  async #ask(ids: readonly string[]): Promise<void> {
    const list = ids.map((id) => `'${id}'`).join(', ')
    const { api } = this.#salesforce
    const users = await this.#users.read(api, soql(this.#salesforce, `SELECT Id, Username, Email, Name, IsActive, Profile.Name FROM User WHERE Id IN (${list})`, User))
    const given = this.#rights && (await this.#assignments.read(api, soql(this.#salesforce, `SELECT AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId IN (${list})`, Assignment), { orNothing: true }))
    const byId = new Map((users ?? []).map((user) => [user.Id, user]))
    for (const id of ids) {
      const user = byId.get(id)
      const sets = given?.filter(({ AssigneeId }) => AssigneeId === id).map(({ PermissionSetId }) => this.#rights?.get(PermissionSetId ?? ''))
      this.#known.set(id, user ? { ...user, rights: rightsOf(sets) } : null)
    }
  } // prettier-ignore

  *pending(): Generator<Observation> {
    yield* this.#users.pending()
    yield* this.#assignments.pending()
  }

  *end(): Generator<Observation> {
    yield* this.#users.end(false)
    yield* this.#assignments.end(false)
  }
}

/** Every user has a set at least, which is that of its profile: where none is listed, it is not told what the user may. */
function rightsOf(sets: readonly (readonly string[] | null | undefined)[] | null | undefined): readonly string[] | null {
  if (!sets || sets.length === 0 || sets.some((one) => !one)) return null
  return [sharedWithIt, ...new Set(sets.flatMap((one) => one ?? []))].sort()
}
