import { z } from 'zod'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'

/** AWS throttles with 400 and a code as often as with 429. */
const throttling = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'PriorRequestNotComplete',
])

/** Codes that mean "not you": services that speak JSON send them with 400. */
const forbidden = new Set(['AccessDenied', 'AccessDeniedException'])

/** Codes that mean "we do not know you", whatever the status. */
const refused = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'OptInRequired',
])

const SdkError = z.object({
  name: z.string().catch(''),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
  $response: z
    .object({ headers: z.record(z.string(), z.string()) })
    .optional()
    .catch(undefined),
})

/** What a failed call was, by its code and status. AWS's message is never passed on: it repeats what was asked and by whom. */
export function judge(error: unknown, call: string): CallError {
  if (error instanceof CallError) return error
  const { name, $metadata, $response } = SdkError.catch({ name: '' }).parse(error)
  const status = $metadata?.httpStatusCode
  if (name === 'CredentialsProviderError' || (name === 'Error' && status === undefined)) {
    return new CallError('provider', `${call}: this machine has no AWS identity of its own that can be used.`, {
      call,
      status: 401,
      why: 'not-permitted',
    })
  }
  const header = (field: string) => $response?.headers[field]
  if (status === 429 || throttling.has(name)) {
    const throttled = new CallError('unavailable', `${call} is throttled by AWS.`, { call, status: 429, why: 'throttled', retry: true })
    return withAskedWait(throttled, header)
  }
  if (refused.has(name)) {
    return new CallError('provider', `${call}: AWS does not accept this credential (${name}).`, { call, status: 401, why: 'not-permitted' })
  }
  if (name === 'AWSOrganizationsNotInUseException') {
    return new CallError('provider', `${call}: this account is in no organisation.`, { call, status: 400, why: 'not-found' })
  }
  if (name === 'RequestTimeTooSkewed' || name === 'RequestExpired') {
    return new CallError('provider', `${call}: this machine’s clock differs too much from AWS’s.`, { call, why: 'failed', retry: true })
  }
  if (status === undefined || status < 300) {
    return new CallError('provider', `${call}: the answer could not be read.`, { call, why: 'malformed' })
  }
  if (status === 403 || forbidden.has(name))
    return new CallError('provider', `${call} is not permitted for this credential.`, { call, status: 403, why: 'not-permitted' })
  return withAskedWait(statusError(call, status, /^[A-Za-z]{1,60}$/.test(name) ? `${name}.` : ''), header)
}
