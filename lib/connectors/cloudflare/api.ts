import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { statusError } from '../http/call-error.ts'
import { openApi, type Api, type Judge } from '../rest/api.ts'
import { byNumber } from '../rest/paging.ts'
import type { Credential, Settings } from './settings.ts'

/** Cloudflare's interface with a token of the account. */
export function openCloudflare({ baseUrl }: Settings, { apiToken }: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => ({ authorization: `Bearer ${apiToken}` }), world, judge: notEvenAToken })
}

/** The most rows a page of tokens has. */
export const pageSize = 50

export const next = byNumber({ param: 'page', size: pageSize })

export const tokensPath = ({ account }: Settings) => `/accounts/${account}/tokens`
export const servicePath = ({ account }: Settings) => `/accounts/${account}/access/service_tokens`

const Refusal = z.object({ errors: z.array(z.object({ code: z.number() })).min(1) })
/** "Invalid request headers": what it was given cannot be a token at all. */
const invalidHeaders = 6_003

const notEvenAToken: Judge = ({ call, status, data }) =>
  status === 400 && Refusal.safeParse(data).data?.errors[0]?.code === invalidHeaders ? statusError(call, 401) : null
