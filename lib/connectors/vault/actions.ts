import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { GoneError, openVault, whoAmI, type Vault } from './api.ts'
import { askCapabilities } from './capabilities.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { accessorsPath } from './tokens.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

const deletes = ['delete'] as const
const revokePath = '/auth/token/revoke-accessor'

/** Vault revokes for good, and can switch nothing off for a while. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'vault.token': deletes, 'vault.root-token': deletes, 'vault.approle-secret-id': deletes },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting AppRole',
  async test(settings, credential, world) {
    const vault = openVault(settings, credential, world)
    await whoAmI(vault)
    return askCapabilities(vault, [
      { permission: 'Revoke tokens (update on auth/token/revoke-accessor)', lost: 'Revoking tokens.', paths: { 'auth/token/revoke-accessor': 'update' } },
      { permission: 'Destroy secret ids (update on auth/+/role/+/secret-id-accessor/destroy)', lost: 'Destroying secret ids of AppRole.', paths: { 'auth/approle/role/any/secret-id-accessor/destroy': 'update' } },
    ])
  },
  async sameAsReading(settings, reads, acts, world) {
    const same = 'This is the identity that reads. Give another one.'
    if ('token' in reads && 'token' in acts && reads.token === acts.token) return same
    if ('roleId' in reads && 'roleId' in acts && reads.roleId === acts.roleId) return same
    const [one, other] = [await whoAmI(openVault(settings, reads, world)), await whoAmI(openVault(settings, acts, world))]
    if (!one || !other) return null
    const isSame = (what: 'accessor' | 'entity') => one[what] !== null && one[what] === other[what]
    return isSame('accessor') || isSame('entity') ? same : null
  },
  look: (settings, credential, world, target) => lookAt(openVault(settings, credential, world), target),
  async act(settings, credential, world, { target }) {
    const { api } = openVault(settings, credential, world)
    if (target.kind !== 'vault.approle-secret-id') return void (await api.send('POST', revokePath, { accessor: target.externalId }))
    const path = rolePathOf(target)
    if (!path) throw notAddressed('POST /auth/{approle}/role/{role}/secret-id-accessor/destroy', 'Which role it is of is not known.')
    await api.send('POST', `${path}/secret-id-accessor/destroy`, { secret_id_accessor: target.externalId })
  },
} // prettier-ignore

/** Both answers name the accessor; the rest of them is not read here. */
const Shown = z.object({ data: z.union([z.object({ accessor: z.string() }), z.object({ secret_id_accessor: z.string() })]) })

/** Looked up by its accessor. That Vault does not know it is believed where the list of its like can be read. */
async function lookAt({ api, lists }: Vault, target: Sighting): Promise<Look> {
  const isSecretId = target.kind === 'vault.approle-secret-id'
  const path = isSecretId ? rolePathOf(target) : '/auth/token'
  if (!path) return cannotTell('Which role it is of is not known.')
  const accessor = isSecretId ? { secret_id_accessor: target.externalId } : { accessor: target.externalId }
  try {
    const { data } = Shown.safeParse((await api.ask(`${path}/${isSecretId ? 'secret-id-accessor/lookup' : 'lookup-accessor'}`, accessor)).data)
    if (!data) return cannotTell('Vault answered something that cannot be read.')
    const shown = 'accessor' in data.data ? data.data.accessor : data.data.secret_id_accessor
    return shown === target.externalId ? shownAs('live') : cannotTell('Vault answered another one than was asked for.')
  } catch (error) {
    if (!(error instanceof GoneError)) throw error
  }
  const { data } = await lists.get(isSecretId ? `${path}/secret-id` : accessorsPath)
  return JSON.stringify(data).includes(target.externalId) ? cannotTell('Vault lists it, and cannot look it up.') : shownAs('gone')
} // prettier-ignore

function rolePathOf({ tags }: Sighting): string | null {
  const { mount, role } = tags
  if (!mount || !role) return null
  return `/auth/${mount.replace(/\/$/, '').split('/').map(encodeURIComponent).join('/')}/role/${encodeURIComponent(role)}`
}
