import { z } from 'zod'
import type { Shown } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import type { Api } from '../rest/api.ts'
import { cannotTell, lookAtOne } from '../rest/look.ts'
import { openAnthropic, type Anthropic } from './api.ts'
import { paths } from './lookups.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

const statusFor = { disable: 'inactive', enable: 'active', delete: 'archived' } as const

/** Keys are switched off and on again, and archived for good: Anthropic deletes none. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'anthropic.api-key': ['disable', 'enable', 'delete'] },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting service account',
  async test(settings, acts, world) {
    await acting(settings, acts, world).api.get(paths.keys, { limit: 1 })
    return [
      { permission: 'Reach the organisation', state: 'granted', says: 'Anthropic answers.', lost: 'Everything.' },
      { permission: 'Update API keys', state: 'cannot-tell', says: 'Anthropic does not say what may be changed without trying it, and nothing is tried.', lost: 'Switching keys off and on, and archiving them.' },
    ]
  },
  async sameAsReading({ federationRule, serviceAccount }, reads, acts) {
    if ('adminKey' in acts) return 'adminKey' in reads && reads.adminKey === acts.adminKey ? 'This is the key that reads. Give another one.' : null
    if ('adminKey' in reads) return null
    return acts.federationRule === federationRule || acts.serviceAccount === serviceAccount ? 'This is the rule or the service account that reads. Give others.' : null
  },
  look: (settings, credential, world, target) => lookAt(openAnthropic(settings, credential, world).api, target),
  async act(settings, acts, world, { target, verb }) {
    await acting(settings, acts, world).api.send('POST', pathOf(target), { status: statusFor[verb] })
  },
} // prettier-ignore

function acting(settings: Settings, acts: ActionCredential, world: Parameters<typeof openAnthropic>[2]): Anthropic {
  if ('adminKey' in acts) return openAnthropic(settings, acts, world)
  const { federationRule, serviceAccount, ...credential } = acts
  return openAnthropic({ ...settings, federationRule, serviceAccount }, credential, world)
}

const Key = z.object({ id: z.string(), status: z.string() })
const shownBy: Readonly<Record<string, Shown>> = { active: 'live', inactive: 'disabled', archived: 'gone', expired: 'gone' }

async function lookAt(api: Api, target: Sighting): Promise<Look> {
  const path = pathOf(target)
  const shows = (data: unknown) => {
    const shown = Key.safeParse(data).data
    if (shown?.id !== target.externalId) return null
    const known = Object.hasOwn(shownBy, shown.status) ? shownBy[shown.status] : undefined
    return known ?? cannotTell('Anthropic shows a status that is not known here.')
  }
  // Anthropic deletes no key.
  const absent = () =>
    cannotTell('Anthropic deletes no key: one that is not there is of another organisation, or is not shown to this credential.')
  return lookAtOne(api, { path, shows, absent })
}

function pathOf({ externalId }: Sighting): string {
  return `${paths.keys}/${encodeURIComponent(externalId)}`
}
