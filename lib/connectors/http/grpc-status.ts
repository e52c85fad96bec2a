import type { IncomingHttpHeaders } from 'node:http2'
import { CallError, statusError } from './call-error.ts'

export type GrpcStatus = { code: number; name: string }

const names = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS',
  'UNAUTHENTICATED',
] as const // prettier-ignore

/** Which of HTTP's own statuses means the same, where the rest of the house knows what to do about it. */
const likeHttp: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  UNIMPLEMENTED: 404,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 503,
  UNKNOWN: 500,
  DEADLINE_EXCEEDED: 504,
  ABORTED: 503,
  INTERNAL: 500,
  UNAVAILABLE: 503,
}

/** The status that ends an answer, from its trailers, or from its headers where there is nothing else in it; null where they have none. */
export function statusOf(headers: IncomingHttpHeaders): GrpcStatus | null {
  const said = headers['grpc-status']
  if (typeof said !== 'string' || !/^\d{1,3}$/.test(said)) return null
  return { code: Number(said), name: names[Number(said)] ?? 'UNKNOWN' }
}

/** What a status that is not OK means. Its message is not repeated: it may echo what was sent. */
export function refusedBy(call: string, { name }: GrpcStatus): CallError {
  const says = `gRPC ${name}.`
  const like = likeHttp[name]
  return like === undefined
    ? new CallError('provider', `${call} was refused: ${says}`, { call, why: 'failed' })
    : statusError(call, like, says)
}
