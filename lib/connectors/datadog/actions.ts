import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import type { Api } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { cannotTell, isListIn, lookAtOne, shownAs } from '../rest/look.ts'
import { apiKeysPath, applicationKeysPath, listed, openDatadog, serviceTokensPath, tokensPath } from './api.ts'
import { seesOnlyItsOwn, tokensObject } from './sees-its-own.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { actionPolicy, fields } from './words.ts'

const deletes = ['delete'] as const

/** Datadog deletes keys and tokens, and can switch none off. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: {
    'datadog.api-key': deletes,
    'datadog.application-key': deletes,
    'datadog.personal-access-token': deletes,
    'datadog.service-access-token': deletes,
  },
  credential: ActionCredential,
  fields: fields.filter(({ name }) => name.endsWith('Key')).map((field) => ({ ...field, required: true })),
  policy: actionPolicy,
  steps: [
    'Create a second service account, and an application key of it with the scopes of the text to copy.',
    'It is a standing privilege of our own, wider than reading: rotate it, and take it away when it is not needed.',
  ],
  principal: 'Standdown’s acting service account',
  async test(settings, credential, world) {
    await openDatadog(settings, credential, world).get('/api/v1/validate')
    return [
      { permission: 'Reach the organisation', state: 'granted', says: 'Datadog knows the API key.', lost: 'Everything.' },
      {
        permission: 'Delete keys and tokens',
        state: 'cannot-tell',
        says: 'Datadog does not say what a key may do without trying it, and nothing is tried.',
        lost: 'Deleting keys and tokens.',
      },
    ]
  },
  async sameAsReading(_settings, reads, acts) {
    return 'applicationKey' in reads && reads.applicationKey === acts.applicationKey
      ? 'This is the application key that reads. Give another one.'
      : null
  },
  look: (settings, credential, world, target) => lookAt(openDatadog(settings, credential, world), target),
  async act(settings, credential, world, { target }) {
    const path = pathOf(target)
    if (!path) throw notAddressed(`DELETE ${serviceTokensPath('account')}`, 'Which service account it is of is not known.')
    await openDatadog(settings, credential, world).send('DELETE', path)
  },
}

const Shown = z.object({ data: z.object({ id: z.string() }) })

async function lookAt(api: Api, target: Sighting): Promise<Look> {
  const path = pathOf(target)
  if (!path) return cannotTell('Which service account it is of is not known.')
  const shows = (data: unknown) => (Shown.safeParse(data).data?.data.id === target.externalId ? 'live' : null)
  const look =
    target.kind === 'datadog.service-access-token'
      ? await lookInList(api, target)
      : await lookAtOne(api, { path, shows, listQuery: { 'page[size]': 1 }, isList: isListIn('data') })
  const narrowed = look.shown === 'gone' && target.kind.endsWith('-access-token') ? await seesOnlyItsOwn(api) : null
  return narrowed ? cannotTell(narrowed.says.slice(0, 300)) : look
}

const Row = z.object({ id: z.string() })

/** By itself a token of a service account is shown to none but who may change it: it is looked for among those of its account. */
async function lookInList(api: Api, { externalId, tags }: Sighting): Promise<Look> {
  const query = { ...listed.query, 'filter[owned_by]': tags['service account id'] ?? '' }
  const { rows, gap } = await readWhole(api, { ...listed, path: tokensPath, query, schema: Row }, tokensObject)
  if (rows.some(({ id }) => id === externalId)) return shownAs('live')
  return gap ? cannotTell(gap.says.slice(0, 300)) : shownAs('gone')
}

function pathOf({ kind, externalId, tags }: Sighting): string | null {
  const id = encodeURIComponent(externalId)
  if (kind === 'datadog.api-key') return `${apiKeysPath}/${id}`
  if (kind === 'datadog.application-key') return `${applicationKeysPath}/${id}`
  if (kind === 'datadog.personal-access-token') return `${tokensPath}/${id}`
  const account = tags['service account id']
  return kind === 'datadog.service-access-token' && account ? `${serviceTokensPath(account)}/${id}` : null
}
