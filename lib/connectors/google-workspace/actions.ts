import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, ConnectorWorld, Look } from '../contract.ts'
import { listing } from '../google/api.ts'
import { emailOf } from '../google/credential.ts'
import { notAddressed } from '../not-sent.ts'
import type { Api } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { cannotTell, lookAtOne, shownAs } from '../rest/look.ts'
import { onePage } from '../rest/paging.ts'
import { tryProbe } from '../rest/probes.ts'
import { openPart } from './api.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { securityFix, usersPath } from './users.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

const deletes = ['delete'] as const

/** Grants and app passwords are taken away for good: Google can switch none off. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'google-workspace.oauth-grant': deletes, 'google-workspace.app-password': deletes },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting service account',
  async test(settings, credential, world) {
    const lost = 'Taking grants and app passwords away.'
    const permission = 'Grants (admin.directory.user.security)'
    return [await tryProbe(acting(settings, credential, world), { permission, lost, path: `${usersPath}/${encodeURIComponent(credential.actingAdmin)}/tokens`, missing: securityFix }, 'Google')]
  },
  async sameAsReading(settings, reads, acts) {
    const reading = emailOf(reads) ?? settings.serviceAccount
    return reading && reading === actorOf(acts) ? 'This is the service account that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openPart('security', settings, credential, world), target),
  async act(settings, credential, world, { target }) {
    const place = placeOf(target)
    if (!place) throw notAddressed(`DELETE ${usersPath}/{user}/tokens`, 'Whose it is is not known.')
    await acting(settings, credential, world).send('DELETE', place.path)
  },
} // prettier-ignore

function acting(settings: Settings, { actingAdmin: admin, ...credential }: ActionCredential, world: ConnectorWorld): Api {
  const serviceAccount = 'tokenFile' in credential ? credential.serviceAccount : undefined
  return openPart(
    'security',
    { ...settings, serviceAccount, admin },
    'tokenFile' in credential ? { tokenFile: credential.tokenFile } : credential,
    world,
  )
}

function actorOf(credential: ActionCredential): string | null {
  return 'tokenFile' in credential ? credential.serviceAccount : emailOf(credential)
}

const ShownGrant = z.object({ clientId: z.string() })
const ShownPassword = z.object({ codeId: z.union([z.number(), z.string()]).transform(String) })

async function lookAt(api: Api, target: Sighting): Promise<Look> {
  const place = placeOf(target)
  if (!place) return cannotTell('Whose it is is not known.')
  const shows = (data: unknown) => {
    const id = place.what === 'tokens' ? ShownGrant.safeParse(data).data?.clientId : ShownPassword.safeParse(data).data?.codeId
    return id === place.id ? 'live' : null
  }
  const absent = async () => {
    const schema =
      place.what === 'tokens' ? ShownGrant.transform(({ clientId }) => clientId) : ShownPassword.transform(({ codeId }) => codeId)
    const listed = { path: place.list, schema, field: 'items', next: onePage }
    const { rows, gap } = await readWhole(listing(api, 'items'), listed, 'one person’s grants')
    if (!gap && !rows.includes(place.id)) return shownAs('gone')
    return cannotTell(`GET ${usersPath}/{user}/${place.what} still lists it, or cannot be read whole.`)
  }
  return lookAtOne(api, { path: place.path, shows, absent })
}

type Addressed = { what: 'tokens' | 'asps'; id: string; path: string; list: string }

function placeOf({ kind, externalId }: Sighting): Addressed | null {
  const [, user = '', rest = ''] = /^(\w+)\/(.+)$/.exec(externalId) ?? []
  const what = kind === 'google-workspace.oauth-grant' ? 'tokens' : 'asps'
  const id = what === 'tokens' ? rest : (/^asps\/(.+)$/.exec(rest)?.[1] ?? '')
  if (!user || !id) return null
  const list = `${usersPath}/${user}/${what}`
  return { what, id, path: `${list}/${encodeURIComponent(id)}`, list }
}
