import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { openApi, type Api, type Judge, type Reads } from '../rest/api.ts'
import { byCursor, type Next } from '../rest/paging.ts'
import { addressOfService } from './address.ts'

/** One of Google's services ("iam", "apikeys", "admin"), signed in. */
export function openService(
  address: string,
  service: string,
  { signIn, world }: { signIn: () => Promise<string>; world: ConnectorWorld },
): Api {
  return openApi({
    baseUrl: addressOfService(address, service),
    authorize: async () => ({ authorization: `Bearer ${await signIn()}` }),
    world,
    judge,
  })
}

/** Its lists go on by a token, for as long as there is one. */
export const next: Next = byCursor({ field: 'nextPageToken', param: 'pageToken' })

const besideRows = new Set(['nextPageToken', 'etag', 'kind'])

/**
 * A service whose lists stand under this field. Google leaves the field out where a list is empty: such an answer has no rows, but one
 * that has anything else in it is no list.
 */
export function listing(api: Reads, field: string): Reads {
  return {
    base: api.base,
    async get(path, query) {
      const { data, headers } = await api.get(path, query)
      const isEmpty = typeof data === 'object' && data !== null && !Array.isArray(data) && Object.keys(data).every((key) => besideRows.has(key))
      return { data: isEmpty ? { ...data, [field]: [] } : data, headers }
    },
  } // prettier-ignore
}

const Refusal = z.object({
  error: z.object({
    errors: z.array(z.object({ reason: z.string().max(100).optional() })).optional(),
    details: z.array(z.object({ reason: z.string().max(100).optional() })).optional(),
  }),
})

const tooFast = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED'])

/** What Google says with a 403 beside "not permitted": too fast, and an interface that nobody has switched on. */
const judge: Judge = ({ call, status, data }) => {
  if (status !== 403) return null
  const { errors = [], details = [] } = Refusal.safeParse(data).data?.error ?? {}
  const reasons = [...errors, ...details].map(({ reason }) => reason ?? '')
  if (reasons.some((reason) => tooFast.has(reason)))
    return new CallError('unavailable', `${call} is throttled (403).`, { call, status, why: 'throttled', retry: true })
  if (!reasons.includes('SERVICE_DISABLED') && !reasons.includes('accessNotConfigured')) return null
  const says = `${call} is not enabled: enable this interface in the project of the service account that reads.`
  return new CallError('provider', says, { call, status, why: 'not-permitted' })
}
