import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import type { Api } from '../rest/api.ts'
import { cannotTell, isListIn, lookAtOne } from '../rest/look.ts'
import { openOpenAI } from './api.ts'
import { adminKeysPath, projectsPath } from './keys.ts'
import { Credential, type Settings } from './settings.ts'
import { actionPolicy, fields } from './words.ts'

const deletes = ['delete'] as const

/** OpenAI deletes keys, and can switch none off. */
export const actions: Actions<Settings, Credential, Credential> = {
  kinds: { 'openai.admin-key': deletes, 'openai.api-key': deletes },
  credential: Credential,
  fields: fields.filter(({ name }) => name === 'adminKey').map((field) => ({ ...field, hint: 'Of an admin key that may delete keys: another one than the key that reads.' })),
  policy: actionPolicy,
  steps: [
    'As an owner of the organisation, create a second admin key, with an expiry, and name it so that the audit log shows who acted.',
    'It is a standing privilege of our own, wider than reading: rotate it, and take it away when it is not needed.',
  ],
  principal: 'Standdown’s acting admin key',
  async test(settings, credential, world) {
    await openOpenAI(settings, credential, world).get(adminKeysPath, { limit: 1 })
    return [
      { permission: 'Reach the organisation', state: 'granted', says: 'OpenAI answers.', lost: 'Everything.' },
      { permission: 'Delete keys', state: 'cannot-tell', says: 'OpenAI does not say what a key may do without trying it, and nothing is tried.', lost: 'Deleting keys of projects and admin keys.' },
    ]
  },
  async sameAsReading(_settings, reads, acts) {
    return reads.adminKey === acts.adminKey ? 'This is the key that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openOpenAI(settings, credential, world), target),
  async act(settings, credential, world, { target }) {
    const path = pathOf(target)
    if (!path) throw notAddressed(`DELETE ${projectsPath}/{project}/api_keys`, 'Which project it is of is not known.')
    await openOpenAI(settings, credential, world).send('DELETE', path)
  },
} // prettier-ignore

const Shown = z.object({ id: z.string() })

async function lookAt(api: Api, target: Sighting): Promise<Look> {
  const path = pathOf(target)
  if (!path) return cannotTell('Which project it is of is not known.')
  const shows = (data: unknown) => (Shown.safeParse(data).data?.id === target.externalId ? 'live' : null)
  return lookAtOne(api, { path, shows, listQuery: { limit: 1 }, isList: isListIn('data') })
}

/** Where a key is addressed; null for one of a project that is not known. */
function pathOf({ kind, externalId, tags }: Sighting): string | null {
  const id = encodeURIComponent(externalId)
  if (kind === 'openai.admin-key') return `${adminKeysPath}/${id}`
  const project = tags['project id']
  return project ? `${projectsPath}/${encodeURIComponent(project)}/api_keys/${id}` : null
}
