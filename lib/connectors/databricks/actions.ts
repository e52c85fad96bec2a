import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { notAddressed } from '../not-sent.ts'
import type { Api } from '../rest/api.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { tryProbe } from '../rest/probes.ts'
import { openDatabricks, secretsPath, tokensPath } from './api.ts'
import { Credential, type Settings } from './settings.ts'
import { actionPolicy, fields } from './words.ts'

const deletes = ['delete'] as const

/** Databricks deletes tokens and secrets, and can switch neither off. */
export const actions: Actions<Settings, Credential, Credential> = {
  kinds: { 'databricks.personal-access-token': deletes, 'databricks.service-principal-secret': deletes },
  credential: Credential,
  fields: fields.filter(({ name }) => name === 'clientId' || name === 'clientSecret'),
  policy: actionPolicy,
  steps: [
    'Add a second service principal, make it a member of the group admins, and generate a secret of it with a short life.',
    'It is a standing privilege of our own, wider than reading: rotate it, and take it away when it is not needed.',
  ],
  principal: 'Standdown’s acting service principal',
  async test(settings, credential, world) {
    const probe = {
      permission: 'Workspace admin',
      lost: 'Deleting tokens and secrets.',
      path: tokensPath,
      missing: 'The service principal is no workspace admin.',
    }
    return [await tryProbe(openDatabricks(settings, credential, world), probe, 'Databricks')]
  },
  async sameAsReading(_settings, reads, acts) {
    return reads.clientId === acts.clientId ? 'This is the service principal that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openDatabricks(settings, credential, world), target),
  async act(settings, credential, world, { target }) {
    const path = pathOf(target)
    if (!path)
      throw notAddressed(
        'DELETE /api/2.0/accounts/servicePrincipals/{id}/credentials/secrets',
        'Which service principal it is of is not known.',
      )
    await openDatabricks(settings, credential, world).send('DELETE', path)
  },
}

/** Other fields than these are no list: whoever took one for an empty list would take the token for gone. */
const Listed = z.strictObject({ token_infos: z.array(z.object({ token_id: z.string() })).nullish() })
const Secrets = z.strictObject({ secrets: z.array(z.object({ id: z.string() })).nullish(), next_page_token: z.string().nullish() })

/** There is no look at one of them alone: it is in its list, or it is not. */
async function lookAt(api: Api, target: Sighting): Promise<Look> {
  const principal = target.tags['service principal id']
  const isToken = target.kind === 'databricks.personal-access-token'
  if (!isToken && !principal) return cannotTell('Which service principal it is of is not known.')
  const path = isToken ? tokensPath : secretsPath(principal ?? '')
  const { data } = await api.get(path)
  const ids = isToken ? Listed.safeParse(data).data?.token_infos?.map(({ token_id: id }) => id) : Secrets.safeParse(data).data?.secrets?.map(({ id }) => id)
  const isMore = !isToken && Boolean(Secrets.safeParse(data).data?.next_page_token)
  if (!(isToken ? Listed : Secrets).safeParse(data).success) {
    const call = `GET ${path}`
    throw new CallError('provider', `${call} answered something that cannot be read.`, { call, why: 'malformed' })
  }
  if (ids?.includes(target.externalId)) return shownAs('live')
  return isMore ? cannotTell('The list goes on.') : shownAs('gone')
} // prettier-ignore

function pathOf({ kind, externalId, tags }: Sighting): string | null {
  const id = encodeURIComponent(externalId)
  if (kind === 'databricks.personal-access-token') return `${tokensPath}/${id}`
  const principal = tags['service principal id']
  return kind === 'databricks.service-principal-secret' && principal ? `${secretsPath(principal)}/${id}` : null
}
