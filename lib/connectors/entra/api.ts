import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { openApi, type Api, type Judge, type Reads } from '../rest/api.ts'
import { byAddress } from '../rest/paging.ts'
import type { Credential, Settings } from './settings.ts'
import { openSignIn } from './sign-in.ts'

export type Entra = {
  /** Microsoft Graph v1.0. */
  graph: Api
  /** Its beta, for what stands nowhere else: when a credential signed in last. */
  beta: Api
  /** Azure Resource Manager; null where it is not asked. */
  arm: Reads | null
  /** The application that asks. */
  clientId: string
}

/** Microsoft Graph with an application's own token, and Azure with another one of it. */
export function openEntra(settings: Settings, identity: { clientId: string; credential: Credential }, world: ConnectorWorld): Entra {
  const signIn = openSignIn(settings, identity, world)
  const at = (version: string, judge?: Judge) =>
    openApi({
      baseUrl: `${settings.graphUrl}/${version}`,
      authorize: async () => ({ authorization: `Bearer ${await signIn()}` }),
      world,
      ...(judge && { judge }),
    })
  return { graph: at('v1.0'), beta: at('beta', notLicensed), arm: azureAt(settings, identity, world), clientId: identity.clientId }
}

/** Azure, where it is asked. That it refuses the credential is one refusal among others there, and ends no run: Graph takes it. */
function azureAt(settings: Settings, identity: { clientId: string; credential: Credential }, world: ConnectorWorld): Reads | null {
  const { armUrl } = settings
  if (armUrl === undefined) return null
  const signIn = openSignIn(settings, identity, world, armUrl)
  const api = openApi({ baseUrl: armUrl, authorize: async () => ({ authorization: `Bearer ${await signIn()}` }), world })
  const refused = (error: unknown): never => {
    if (!(error instanceof CallError) || error.status !== 401) throw error
    throw new CallError('provider', error.message, { call: error.call, status: 403, why: 'not-permitted' })
  }
  return { base: api.base, get: (path, query) => api.get(path, query).catch(refused) }
}

/** Its listings name the next page by its whole address. */
export const next = byAddress('@odata.nextLink')

/** Rows a page: the most there are, and what there are where related objects come along. */
export const page = { most: 999, expanded: 100 }

/** What a tenant's licence does not have. Nothing is hidden then: there is nothing to see. */
export class NotOffered extends CallError {}

const Refusal = z.object({ error: z.object({ code: z.string().max(200) }) })

/** Graph refuses reports of sign-ins to tenants without a licence for them with a 403 of its own. */
const notLicensed: Judge = ({ call, status, data }) =>
  status === 403 && Refusal.safeParse(data).data?.error.code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'
    ? new NotOffered('provider', `${call} is not in the tenant’s licence.`, { call, status, why: 'not-permitted' })
    : null
