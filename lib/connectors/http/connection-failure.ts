import { CallError } from './call-error.ts'

/** What a broken connection means, by its code: in words, and whether trying again may help. */
const reasons: Readonly<Record<string, readonly [says: string, retry: boolean]>> = {
  UND_ERR_CONNECT_TIMEOUT: ['no connection could be made in time', true],
  ETIMEDOUT: ['no connection could be made in time', true],
  ECONNREFUSED: ['nothing listens there', true],
  EHOSTUNREACH: ['the host cannot be reached', true],
  ENETUNREACH: ['the network cannot be reached', true],
  ENOTFOUND: ['the name does not exist; check the address', false],
  EAI_AGAIN: ['the name could not be resolved just now', true],
  ECONNRESET: ['the connection was cut', true],
  EPIPE: ['the connection was cut', true],
  UND_ERR_SOCKET: ['the connection was cut', true],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['the answer was shorter or longer than announced', true],
  UND_ERR_HEADERS_OVERFLOW: ['the headers are too large', false],
  CERT_HAS_EXPIRED: ['the certificate has expired', false],
  CERT_NOT_YET_VALID: ['the certificate is not valid yet', false],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['the certificate is signed by itself and not trusted', false],
  SELF_SIGNED_CERT_IN_CHAIN: ['the certificate chain is not trusted', false],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['the certificate is not trusted', false],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['the certificate is not trusted', false],
  CERT_SIGNATURE_FAILURE: ['the certificate is not trusted', false],
  ERR_TLS_CERT_ALTNAME_INVALID: ['the certificate belongs to another name', false],
}

/** What OpenSSL calls words of the other side that are none of TLS. */
const notTls = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|HTTP_REQUEST|BAD_RECORD_TYPE|UNEXPECTED_MESSAGE)$/
/** The two have no version or cipher in common. */
const noTlsInCommon = /^ERR_SSL_.*(?:PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY)$/

/** Cut in the middle rather than never reached: the answer began, and what came is not the whole. */
const cutOff = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

/** What OpenSSL calls the other side's word that it does not take our certificate. */
const refusesCertificate = /^ERR_SSL_.*ALERT_(?:.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED)$/

/** A failed connection in our words. The provider's own text is not repeated: it may echo what was sent. */
export function explain(call: string, error: unknown): CallError {
  const code = codeOf(error)
  if (code === 'ADDRESS_REFUSED') {
    return new CallError('provider', `${call} was not sent: ${error instanceof Error ? error.message : 'the address is refused'}.`, {
      call,
      why: 'failed',
    })
  }
  if (code === 'ERR_SPIFFE_PEER') {
    const why = error instanceof Error ? error.message : 'it is not the server that was asked for'
    return new CallError('unavailable', `${call}: the server’s certificate is not believed, as ${why}.`, { call, why: 'failed' })
  }
  if (refusesCertificate.test(code))
    return new CallError('provider', `${call}: the server refused our certificate.`, { call, status: 401, why: 'not-permitted' })
  const [says, retry] = reasons[code] ?? otherReason(code)
  return new CallError('unavailable', `${call}: ${says}${says.endsWith('?') ? '' : '.'}`, {
    call,
    why: cutOff.has(code) ? 'cut-off' : 'failed',
    retry,
  })
}

function otherReason(code: string): readonly [says: string, retry: boolean] {
  if (code.startsWith('HPE_')) return ['the answer is not HTTP', true]
  if (notTls.test(code)) return ['it does not speak TLS: http instead of https?', false]
  if (noTlsInCommon.test(code)) return ['it speaks no version of TLS that is taken here', false]
  return [`the connection failed (${code})`, true]
}

function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 3) return 'unknown'
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0], depth + 1)
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'cause' in error ? codeOf(error.cause, depth + 1) : 'unknown'
}
