import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import type { Reads } from '../rest/api.ts'
import { cannotTell, isListIn, lookAtOne } from '../rest/look.ts'
import { openEntra, type Entra } from './api.ts'
import { applicationsPath } from './applications.ts'
import { ActionCredential, type Credential, Guid, type Settings } from './settings.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

/**
 * Removes client secrets. Nothing is offered for what would hit more than the one credential: accountEnabled false stops the whole
 * application, and a certificate goes only by its own proof of possession, or by writing all the others anew.
 */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'entra.client-secret': ['delete'] },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting application',
  async test(settings, acts, world) {
    await acting(settings, acts, world).graph.get(applicationsPath, { $select: 'id', $top: 1 })
    return [
      { permission: 'Reach Microsoft Graph', state: 'granted', says: 'Entra ID signs the application in, and Graph answers.', lost: 'Everything.' },
      { permission: 'Application.ReadWrite.OwnedBy', state: 'cannot-tell', says: 'It counts only for applications that have Standdown’s as an owner, and nothing is tried.', lost: 'Removing client secrets.' },
    ]
  },
  async sameAsReading(settings, _reads, acts) {
    return settings.clientId === acts.clientId ? 'This is the application that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openEntra(settings, { clientId: settings.clientId, credential }, world).graph, target),
  async act(settings, acts, world, { target }) {
    const place = placeOf(target)
    if (!place) throw notAddressed('POST /applications/{id}/removePassword', 'Which application it is of is not known.')
    await acting(settings, acts, world).graph.send('POST', `${place.path}/removePassword`, { keyId: place.keyId })
  },
} // prettier-ignore

function acting(settings: Settings, { clientId, ...credential }: ActionCredential, world: Parameters<typeof openEntra>[2]): Entra {
  return openEntra(settings, { clientId, credential: credential as Credential }, world)
}

const Shown = z.object({ id: Guid, passwordCredentials: z.array(z.object({ keyId: Guid })) })

/** By the list of its application's secrets; an application that is not there has none that works. */
async function lookAt(graph: Reads, target: Sighting): Promise<Look> {
  const place = placeOf(target)
  if (!place) return cannotTell('Which application it is of is not known.')
  const shows = (data: unknown) => {
    const shown = Shown.safeParse(data).data
    if (shown?.id !== place.id) return null
    return shown.passwordCredentials.some(({ keyId }) => keyId === place.keyId) ? 'live' : 'gone'
  }
  // Graph hides no single application from whoever may list them: the listing tells whether this credential still may.
  return lookAtOne(graph, {
    path: place.path,
    query: { $select: 'id,passwordCredentials' },
    shows,
    listQuery: { $select: 'id', $top: 1 },
    isList: isListIn('value'),
  })
}

type SecretPlace = { path: string; id: string; keyId: string }

/** Where a secret is addressed, from its id. */
function placeOf({ externalId }: Sighting): SecretPlace | null {
  const [, collection, id = '', keyId = ''] = /^(applications|servicePrincipals)\/([^/]+)\/passwordCredentials\/([^/]+)$/.exec(externalId) ?? []
  return collection && Guid.safeParse(id).success && Guid.safeParse(keyId).success ? { path: `/${collection}/${id}`, id, keyId } : null
} // prettier-ignore
