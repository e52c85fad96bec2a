import { z } from 'zod'
import type { ProviderVerb } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Check, ConnectorWorld, Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { notAddressed } from '../not-sent.ts'
import { readWhole } from '../rest/listing.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { type Cluster, emptyHas, nextOfMetadata, openCluster } from './api.ts'
import { invalidSinceLabel, SecretMetadata, tokenType } from './secrets.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

const accessPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
const whoPath = '/apis/authentication.k8s.io/v1/selfsubjectreviews'

/**
 * A token Secret is marked invalid by a label, which the API server heeds and which can be taken away again, and deleted for good. Both name the
 * Secret's own uid, so that another one of the same name is never meant.
 */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'kubernetes.service-account-token': ['disable', 'enable', 'delete'] },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting service account',
  async test(settings, credential, world) {
    const cluster = openCluster(settings, credential, world)
    return [
      await access(cluster, 'patch', 'Mark Secrets as invalid (patch secrets)', 'Switching tokens off, and on again.'),
      await access(cluster, 'delete', 'Delete Secrets (delete secrets)', 'Deleting tokens.'),
    ]
  },
  async sameAsReading(settings, reads, acts, world) {
    const same = 'This is the service account that reads. Give another one.'
    if ('token' in reads && 'token' in acts && reads.token === acts.token) return same
    if ('tokenFile' in acts && 'fromFile' in reads && acts.tokenFile === settings.tokenFile) return same
    const [one, other] = [await whoIs(settings, reads, world), await whoIs(settings, acts, world)]
    return one !== null && one === other ? same : null
  },
  async look(settings, credential, world, target) {
    const at = placeOf(target)
    if (!at) return cannotTell('Which Secret it is in is not known.')
    if (settings.report) return cannotTell('This source reads what a collector reports, and asks the cluster nothing itself.')
    return lookAt(openCluster(settings, credential, world), target, at)
  },
  async act(settings, credential, world, { target, verb }) {
    const at = placeOf(target)
    if (!at) throw notAddressed('DELETE /api/v1/namespaces/{namespace}/secrets/{name}', 'Which Secret it is in is not known.')
    const { api, patches } = openCluster(settings, credential, world)
    const path = `/api/v1/namespaces/${encodeURIComponent(at.namespace)}/secrets/${encodeURIComponent(at.secret)}`
    if (verb === 'delete')
      await api.send('DELETE', path, { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: target.externalId } })
    else await patches.send('PATCH', path, { metadata: { uid: target.externalId, labels: { [invalidSinceLabel]: labelFor(verb, world.now) } } })
  },
} // prettier-ignore

/** The day from which the API server refuses the token; null takes the label away. */
function labelFor(verb: ProviderVerb, now: Date): string | null {
  return verb === 'disable' ? now.toISOString().slice(0, 10) : null
}

type Place = { namespace: string; secret: string }

function placeOf({ tags }: Sighting): Place | null {
  const { namespace, secret } = tags
  return namespace && secret ? { namespace, secret } : null
}

/** Found by its name in a list of its namespace, which takes no other right than reading the inventory does, and by its uid. */
async function lookAt({ metadata }: Cluster, target: Sighting, { namespace, secret }: Place): Promise<Look> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`
  const query = { fieldSelector: `metadata.name=${secret},${tokenType}`, limit: 2 }
  const rows = { path, query, schema: SecretMetadata, field: 'items', emptyHas, next: nextOfMetadata }
  const { rows: found, gap } = await readWhole(metadata, rows, 'the Secret')
  if (gap) return cannotTell('The API server answered something that cannot be read.')
  const one = found.find((row) => row.metadata.uid === target.externalId)
  if (!one || one.metadata.deletionTimestamp) return shownAs('gone')
  return shownAs(one.metadata.labels[invalidSinceLabel] ? 'disabled' : 'live')
}

const Allowed = z.object({ status: z.object({ allowed: z.boolean() }) })

async function access({ api }: Cluster, verb: string, permission: string, lost: string): Promise<Check> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes: { verb, resource: 'secrets' } } } // prettier-ignore
  const { data } = Allowed.safeParse((await api.ask(accessPath, body)).data)
  if (!data) return { permission, state: 'cannot-tell', says: 'The API server did not say.', lost }
  if (data.status.allowed) return { permission, state: 'granted', says: 'The API server allows it in every namespace.', lost }
  return { permission, state: 'missing', says: 'Not in every namespace. In single ones it may be; that shows with the first.', lost }
}

const Who = z.object({ status: z.object({ userInfo: z.object({ username: z.string().min(1).max(1_000) }) }) })

/** Whose a token is; null where the server cannot tell (before 1.28). */
async function whoIs(settings: Settings, credential: Credential | ActionCredential, world: ConnectorWorld): Promise<string | null> {
  try {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
    const { data } = Who.safeParse((await openCluster(settings, credential, world).api.ask(whoPath, body)).data)
    return data?.status.userInfo.username ?? null
  } catch (error) {
    if (error instanceof CallError && (error.status === 404 || error.status === 403)) return null
    throw error
  }
}
