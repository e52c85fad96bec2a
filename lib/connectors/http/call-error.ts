import { AppError } from '../../model/app-error.ts'
import type { Gap } from '../../model/sighting.ts'

type Facts = {
  /** The call that failed, without query, credential or body: "GET https://api.example.com/orgs/acme/keys". */
  call: string
  why: Gap['why']
  /** HTTP status, where there was an answer. */
  status?: number
  /** Whether the same call may work in a while: a broken connection, 429, 5xx. */
  retry?: boolean
  /** How long the provider asks us to wait, where it says. */
  retryAfterMs?: number
}

/** A call to a provider that gave nothing usable. Its message names the call and what happened, never a body or a header. */
export class CallError extends AppError {
  readonly call: string
  readonly why: Gap['why']
  readonly status: number | undefined
  readonly retry: boolean
  readonly retryAfterMs: number | undefined

  constructor(code: 'provider' | 'unavailable', message: string, facts: Facts) {
    super(code, message)
    this.name = 'CallError'
    this.call = facts.call
    this.why = facts.why
    this.status = facts.status
    this.retry = facts.retry ?? false
    this.retryAfterMs = facts.retryAfterMs
  }
}

/** What an HTTP status means, for the providers whose statuses mean what they say. `says` adds what the caller knows. */
export function statusError(call: string, status: number, says = ''): CallError {
  const tail = says ? `: ${says}` : '.'
  if (status === 401)
    return new CallError('provider', `${call} refused the credential (401)${tail}`, { call, status, why: 'not-permitted' })
  if (status === 403)
    return new CallError('provider', `${call} is not permitted for this credential (403)${tail}`, { call, status, why: 'not-permitted' })
  if (status === 404 || status === 410)
    return new CallError('provider', `${call} answered ${status}: not there, or not visible to this credential${tail}`, {
      call,
      status,
      why: 'not-found',
    })
  if (status === 429)
    return new CallError('unavailable', `${call} is throttled (429)${tail}`, { call, status, why: 'throttled', retry: true })
  if (status >= 500)
    return new CallError('unavailable', `${call} failed on the provider's side (${status})${tail}`, {
      call,
      status,
      why: 'failed',
      retry: true,
    })
  return new CallError('provider', `${call} answered ${status}${tail}`, { call, status, why: 'failed' })
}
