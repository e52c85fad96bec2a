import { z } from 'zod'
import type { ProviderVerb } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Check, Look } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import type { Change, Query } from '../rest/api.ts'
import { cannotTell, isListIn, lookAtOne } from '../rest/look.ts'
import { actScopes, openOkta, pageSize, type Okta } from './api.ts'
import { apiTokensPath } from './api-tokens.ts'
import { appsPath } from './app.ts'
import { AppCredential, type Credential, type Settings } from './settings.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

const deletes = ['delete'] as const
const switches = ['disable', 'enable', 'delete'] as const

const lost: Readonly<Record<string, string>> = {
  'okta.apiTokens.manage': 'Revoking API tokens.',
  'okta.apps.manage': 'Switching secrets and keys of apps off and on, deleting them, and revoking refresh tokens.',
}

/** Okta revokes tokens for good, and switches secrets and keys of apps off and on. Acting takes a service app: an API token could do far more. */
export const actions: Actions<Settings, Credential, AppCredential> = {
  kinds: { 'okta.api-token': deletes, 'okta.client-secret': switches, 'okta.client-key': switches, 'okta.refresh-token': deletes },
  credential: AppCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting service app',
  async test(settings, credential, world) {
    const granted = await openOkta(settings, credential, world, actScopes).granted()
    return actScopes.map((scope) => scopeCheck(scope, granted ?? []))
  },
  async sameAsReading(_settings, reads, acts) {
    return 'clientId' in reads && reads.clientId === acts.clientId ? 'This is the app that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openOkta(settings, credential, world), target),
  async act(settings, credential, world, { target, verb }) {
    const path = pathOf(target)
    if (!path) throw notAddressed(`DELETE ${appsPath}/{id}`, 'Which app it is of is not known.')
    const [method, to] = changeOf(verb, path)
    await openOkta(settings, credential, world, [target.kind === 'okta.api-token' ? 'okta.apiTokens.manage' : 'okta.apps.manage']).send(method, to)
  },
} // prettier-ignore

function changeOf(verb: ProviderVerb, path: string): readonly [Change, string] {
  if (verb === 'delete') return ['DELETE', path]
  return ['POST', `${path}/lifecycle/${verb === 'disable' ? 'deactivate' : 'activate'}`]
}

function scopeCheck(scope: string, granted: readonly string[]): Check {
  const has = granted.includes(scope)
  const says = has ? 'Okta gives the scope. Whether its admin role allows the change shows with the first.' : 'The app was not granted it.'
  return { permission: scope, state: has ? 'granted' : 'missing', says, lost: lost[scope] ?? '' }
}

/** `client_secret` is in this answer too, and is not read. */
const Shown = z.object({ id: z.string().nullish(), status: z.string().nullish() })

async function lookAt(api: Okta, target: Sighting): Promise<Look> {
  const path = pathOf(target)
  if (!path) return cannotTell('Which app it is of is not known.')
  const shows = (data: unknown) => {
    const shown = Shown.safeParse(data).data
    if (!shown || shown.id !== idOf(target)) return null
    return shown.status === 'REVOKED' ? 'gone' : shown.status === 'INACTIVE' ? 'disabled' : 'live'
  }
  const listQuery: Query = target.kind === 'okta.refresh-token' ? { limit: pageSize } : {}
  const isList = target.kind === 'okta.client-key' ? isListIn('keys') : Array.isArray
  return lookAtOne(api, { path, shows, listQuery, isList })
}

function idOf({ kind, externalId, tags }: Sighting): string | undefined {
  return kind === 'okta.client-key' ? tags['key id'] : externalId
}

const folder: Readonly<Record<string, string>> = {
  'okta.client-secret': 'credentials/secrets',
  'okta.client-key': 'credentials/jwks',
  'okta.refresh-token': 'tokens',
}

/** Where a token is addressed; null for one of an app that is not known, or a key that has no id at Okta. */
function pathOf(target: Sighting): string | null {
  const id = idOf(target)
  if (target.kind === 'okta.api-token') return `${apiTokensPath}/${encodeURIComponent(target.externalId)}`
  const app = target.tags['app id']
  const under = folder[target.kind]
  return id && app && under ? `${appsPath}/${encodeURIComponent(app)}/${under}/${encodeURIComponent(id)}` : null
}
