import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { openApi, type Api, type Judge } from '../rest/api.ts'
import { byCursor, valueAt, type Next } from '../rest/paging.ts'
import type { Credential, Settings } from './settings.ts'

/** Slack's Web API. It refuses with status 200 and a word in the body, so that every answer is looked at. */
export function openSlack({ baseUrl }: Settings, { token }: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => ({ authorization: `Bearer ${token}` }), world, judge, judges: 'every-answer' })
}

const Own = z.object({
  url: z.url({ protocol: /^https?$/ }).max(300),
  team_id: z.string().max(50),
  is_enterprise_install: z.boolean().nullish(),
})

/**
 * Makes sure that the token is one of the workspace that is asked for: by its address, or by its id where that is given. A token of a whole
 * organisation reads whichever workspace the id names. Throws CallError.
 */
export async function checkWorkspace(api: Api, { workspace, teamId }: Settings): Promise<void> {
  const call = 'POST /auth.test'
  const own = Own.safeParse((await api.ask('/auth.test', {})).data).data
  if (!own) throw new CallError('provider', `${call} does not say which workspace the token is of.`, { call, why: 'malformed' })
  if (own.is_enterprise_install) {
    if (teamId !== undefined) return
    const says = `${call}: the token is of a whole Enterprise organisation. Give the workspace’s ID in the settings: it says which one is read.`
    throw new CallError('provider', says, { call, why: 'inconsistent' })
  }
  const named = new URL(own.url).hostname.split('.')[0]
  if (teamId === undefined ? named === workspace : own.team_id === teamId) return
  const says = `${call}: the token is of another Slack workspace than ${teamId ?? workspace}. Give a token of that one, or correct the source’s settings.`
  throw new CallError('provider', says, { call, why: 'inconsistent' })
} // prettier-ignore

const Refusal = z.object({ ok: z.literal(false), error: z.string().max(200).optional() })

/** By Slack's own words: what the token is not taken for at all, what it may not, what is not there, and what passes. */
const meanings: Readonly<Record<string, number>> = {
  invalid_auth: 401,
  not_authed: 401,
  account_inactive: 401,
  token_revoked: 401,
  token_expired: 401,
  missing_scope: 403,
  not_allowed_token_type: 403,
  no_permission: 403,
  access_denied: 403,
  accesslimited: 403,
  not_an_admin: 403,
  not_an_enterprise: 403,
  feature_not_enabled: 403,
  paid_only: 403,
  org_login_required: 403,
  enterprise_is_restricted: 403,
  team_access_not_granted: 403,
  ekm_access_denied: 403,
  user_is_bot: 403,
  ratelimited: 429,
  rate_limited: 429,
  fatal_error: 500,
  internal_error: 500,
  service_unavailable: 503,
  request_timeout: 503,
  team_added_to_org: 503,
}

export const judge: Judge = ({ call, status, data }) => {
  const refused = Refusal.safeParse(data).data
  if (!refused) return null
  const said = refused.error ?? ''
  const word = /^[\w-]{1,100}$/.test(said) ? said : 'an error without a word'
  const means = Object.hasOwn(meanings, word) ? meanings[word] : /_not_found$|^unknown_method$/.test(word) ? 404 : status >= 400 ? status : undefined
  if (means !== undefined) return statusError(call, means, `Slack calls it ${word}.`)
  return new CallError('provider', `${call} was refused: Slack calls it ${word}.`, { call, status, why: 'failed' })
} // prettier-ignore

/** By an opaque cursor. */
export const byNextCursor: Next = byCursor({ field: 'response_metadata.next_cursor', param: 'cursor' })

/** By the number of the page, out of how many there are. */
export const byPage: Next = ({ url, answer, call }) => {
  const [page, pages] = ['page', 'pages'].map((name) => valueAt(answer.data, `paging.${name}`))
  if (typeof page !== 'number' || typeof pages !== 'number')
    throw new CallError('provider', `${call} does not say which page it is, and of how many.`, { call, why: 'malformed' })
  if (page >= pages) return null
  const next = new URL(url)
  next.searchParams.set('page', String(page + 1))
  return next.href
}
