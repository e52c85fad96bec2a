import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { openApi, type Api, type Judge } from '../rest/api.ts'
import { signInWith, type SignIn } from './sign-in.ts'
import type { Credential, Settings } from './settings.ts'

/** What is asked for to read with; `words.ts` says what for. */
export const readScopes = [
  'okta.apiTokens.read',
  'okta.users.read',
  'okta.roles.read',
  'okta.apps.read',
  'okta.appGrants.read',
  'okta.networkZones.read',
] as const

/** What acting asks for, each by itself. */
export const actScopes = ['okta.apiTokens.manage', 'okta.apps.manage'] as const

export type Okta = Api & Pick<SignIn, 'granted'>

/** An id as Okta makes them; it goes into addresses. */
export const OktaId = z.string().regex(/^[\w.-]{1,200}$/)
export const pageSize = 200

/** Okta wants a proof with a nonce of its own: nothing was done yet. */
class NonceAsked extends CallError {
  constructor(call: string) {
    super('unavailable', `${call} was refused until it carries Okta’s nonce.`, { call, why: 'failed', retry: true })
    this.name = 'NonceAsked'
  }
}

const Refusal = z.object({ errorCode: z.string().regex(/^E\d{7}$/) })

/** Okta's own number of an error says more than its status; its text could say too much. */
const judge: Judge = ({ call, status, data, header }) => {
  if ((status === 400 || status === 401) && /use_dpop_nonce/.test(header('www-authenticate') ?? '')) return new NonceAsked(call)
  if (/insufficient_scope/.test(header('www-authenticate') ?? ''))
    return statusError(call, 403, 'the app was not granted the scope for it.')
  const code = Refusal.safeParse(data)
  return code.success ? statusError(call, status, `Okta calls it ${code.data.errorCode}.`) : null
}

/** Okta's management interface, signed in as the credential says. */
export function openOkta(
  { orgUrl }: Settings,
  credential: Credential,
  world: ConnectorWorld,
  scopes: readonly string[] = readScopes,
): Okta {
  const signIn = signInWith(orgUrl, credential, scopes, world)
  const learning: typeof fetch = async (input, init) => {
    const response = await world.fetch(input, init)
    signIn.learn(response.headers)
    return response
  }
  const api = openApi({ baseUrl: orgUrl, authorize: (call) => signIn.headers(call), world: { ...world, fetch: learning }, judge })
  return {
    ...api,
    granted: () => signIn.granted(),
    async send(method, path, body) {
      try {
        return await api.send(method, path, body)
      } catch (error) {
        // Refused for want of a nonce, it was not carried out; now there is one.
        if (error instanceof NonceAsked) return api.send(method, path, body)
        throw error
      }
    },
  }
}
