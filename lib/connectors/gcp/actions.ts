import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Check, ConnectorWorld, Look } from '../contract.ts'
import { listing, next, openService } from '../google/api.ts'
import { emailOf, readKeyFile } from '../google/credential.ts'
import { actingFields } from '../google/fields.ts'
import { openSignIn } from '../google/sign-in.ts'
import { CallError } from '../http/call-error.ts'
import { notAddressed } from '../not-sent.ts'
import type { Reads } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { failedCheck } from '../rest/probes.ts'
import { openGcp, scopes, type Gcp } from './api.ts'
import { ActionCredential, scopeWords, type Credential, type Settings } from './settings.ts'
import { actionPermissions, actionPolicy, actionSteps } from './words.ts'

/** Keys of service accounts are switched off, on and deleted; API keys can only be deleted, and had back for 30 days. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'gcp.service-account-key': ['disable', 'enable', 'delete'], 'gcp.api-key': ['delete'] },
  credential: ActionCredential,
  fields: actingFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting service account',
  test: testActions,
  async sameAsReading(settings, reads, acts) {
    const reading = emailOf(reads) ?? settings.serviceAccount
    return reading && reading === actorOf(acts) ? 'This is the service account that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openGcp(settings, credential, world), target),
  async act(settings, credential, world, { target, verb }) {
    const place = placeOf(target)
    if (!place) throw notAddressed('POST projects/{project}/serviceAccounts/{account}/keys/{key}', 'Where it is addressed is not known.')
    if (isOwn(target, credential)) throw notAddressed(`POST ${place.path}`, 'It is the key that Standdown acts with.')
    const api = acting(settings, credential, world)[place.service]
    if (verb === 'delete') await api.send('DELETE', place.path)
    else await api.send('POST', `${place.path}:${verb}`, {})
  },
}

function acting(settings: Settings, credential: ActionCredential, world: ConnectorWorld): Gcp {
  return openGcp({ ...settings, serviceAccount: actorOf(credential) ?? undefined }, withoutAccount(credential), world)
}

function withoutAccount(credential: ActionCredential): Credential {
  return 'tokenFile' in credential ? { tokenFile: credential.tokenFile } : credential
}

/** Whom it acts as. */
function actorOf(credential: ActionCredential): string | null {
  return 'tokenFile' in credential ? credential.serviceAccount : emailOf(credential)
}

function isOwn({ externalId }: Sighting, credential: ActionCredential): boolean {
  const id = 'serviceAccountKey' in credential ? readKeyFile(credential.serviceAccountKey)?.private_key_id : undefined
  return !!id && externalId.endsWith(`/keys/${id}`)
}

const Tested = z.object({ permissions: z.array(z.string().max(200)).max(100).nullish() })

/** Google tells anybody which permissions they have: nothing is tried. */
async function testActions(settings: Settings, credential: ActionCredential, world: ConnectorWorld): Promise<readonly Check[]> {
  const identity = { ...settings, credential: withoutAccount(credential), serviceAccount: actorOf(credential) ?? undefined, scopes }
  const manager = openService(settings.address, 'cloudresourcemanager', { signIn: openSignIn(identity, world), world })
  const lost = 'Switching keys off and on, and deleting them.'
  try {
    const { data } = await manager.ask(`/v3/${settings.scope}:testIamPermissions`, { permissions: actionPermissions })
    const granted = Tested.parse(data).permissions ?? []
    // What was given on single projects, as it is meant to be, is not seen from above them.
    const below = settings.scope.startsWith('projects/') ? null : ` on ${scopeWords(settings.scope)}. Where it was given on single projects, that is not seen from here.`
    return actionPermissions.map((permission): Check => {
      if (granted.includes(permission)) return { permission, state: 'granted', says: 'Google says that it has this.', lost }
      return { permission, state: below ? 'cannot-tell' : 'missing', says: `Google says that it does not have this${below ?? '.'}`, lost }
    })
  } catch (error) {
    if (error instanceof z.ZodError) return [{ permission: 'Acting on keys', state: 'cannot-tell', says: 'Google’s answer cannot be read.', lost }]
    return [failedCheck(error, { permission: 'Acting on keys', lost, missing: 'Google does not tell this service account what it may do there.' })]
  }
} // prettier-ignore

type Service = 'iam' | 'keys'
type Addressed = { service: Service; name: string; path: string; list: string; account: string | null; above: string | null }

/** Where a key is addressed, from its id; and the lists beside and above it. */
function placeOf({ kind, externalId }: Sighting): Addressed | null {
  const [, project, account] = /^projects\/([\w.:-]+)\/serviceAccounts\/([\w.@+-]+)\/keys\/[\w-]+$/.exec(externalId) ?? []
  if (kind === 'gcp.service-account-key' && project && account) {
    const above = `/v1/projects/${project}/serviceAccounts`
    return { service: 'iam', name: externalId, path: `/v1/${externalId}`, list: `${above}/${account}/keys`, account, above }
  }
  const [, parent] = /^(projects\/[\w.:-]+\/locations\/global)\/keys\/[\w-]+$/.exec(externalId) ?? []
  if (kind !== 'gcp.api-key' || !parent) return null
  return { service: 'keys', name: externalId, path: `/v2/${externalId}`, list: `/v2/${parent}/keys`, account: null, above: null }
}

const Shown = z.object({ name: z.string(), disabled: z.boolean().nullish(), deleteTime: z.string().nullish() })
const Account = z.object({ email: z.string(), disabled: z.boolean().nullish() })

async function lookAt(gcp: Gcp, target: Sighting): Promise<Look> {
  const place = placeOf(target)
  if (!place) return cannotTell('Where it is addressed is not known.')
  const api = gcp[place.service]
  const found = await there(api, place.path)
  if (found === null) {
    // "Not there" is also said to whoever may not see it: the list beside it, or that of the accounts, tells which of the two it is.
    const listed = await listedIn(api, place)
    if (listed === false) return shownAs('gone')
    return cannotTell(`GET ${place.path} does not show it, and the list beside it ${listed ? 'has it all the same' : 'cannot be read whole'}.`)
  }
  const shown = Shown.safeParse(found).data
  if (shown?.name !== place.name) return cannotTell(`GET ${place.path} answered another key.`)
  if (shown.deleteTime) return { shown: 'gone', place: null, says: 'It is deleted, and can be undeleted for 30 days from then.' }
  if (shown.disabled) return shownAs('disabled')
  if (!place.above) return shownAs('live')
  const account = Account.safeParse(await there(api, place.list.slice(0, -'/keys'.length))).data
  return account?.disabled ? { shown: 'disabled', place: null, says: 'Its service account is switched off.' } : shownAs('live')
} // prettier-ignore

const Named = z.object({ name: z.string() }).transform(({ name }) => name)
const Emailed = z.object({ email: z.string() }).transform(({ email }) => email)

/** Whether a list has it: its own, or, where its account is not there either, that of the accounts. Null where it cannot be told. Throws CallError. */
async function listedIn(api: Reads, { list, name, account, above }: Addressed): Promise<boolean | null> {
  const all = async (path: string, field: string, schema: z.ZodType<string>) => readWhole(listing(api, field), { path, schema, field, next }, path)
  try {
    const { rows, gap } = await all(list, 'keys', Named)
    return gap ? null : rows.includes(name)
  } catch (error) {
    if (!above || !(error instanceof CallError) || error.status !== 404) throw error
  }
  const { rows, gap } = await all(above, 'accounts', Emailed)
  return gap || rows.includes(account ?? '') ? null : false
} // prettier-ignore

/** Null where it is not there, or not to be seen. */
async function there(api: Reads, path: string): Promise<unknown> {
  try {
    return (await api.get(path)).data ?? {}
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return null
    throw error
  }
}
