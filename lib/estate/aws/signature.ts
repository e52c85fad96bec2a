import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type AwsCredential = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

/** Who signed, or why nobody did: the codes are AWS's. */
export type Signed =
  | { ok: true; accessKeyId: string }
  | {
      ok: false
      code: 'MissingAuthenticationToken' | 'IncompleteSignature' | 'InvalidClientTokenId' | 'SignatureDoesNotMatch'
      canonical: string
    }

type Request = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer }

const shape =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/**
 * Checks a Signature Version 4 as AWS does: the key must be one of ours, and the signature over method, path, query, signed
 * headers and body must be the one that its secret makes. The date is not compared with a clock: the estate's may be moved.
 */
export function checkSignature({ method, path, headers, body }: Request, credentials: readonly AwsCredential[]): Signed {
  const header = headers.authorization
  if (!header) return { ok: false, code: 'MissingAuthenticationToken', canonical: '' }
  const parts = shape.exec(header)
  if (!parts) return { ok: false, code: 'IncompleteSignature', canonical: '' }
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = parts
  const credential = credentials.find((one) => one.accessKeyId === accessKeyId)
  if (!credential || credential.sessionToken !== single(headers['x-amz-security-token']))
    return { ok: false, code: 'InvalidClientTokenId', canonical: '' }
  const canonical = canonicalRequest(method, path, headers, body, signedHeaders)
  const toSign = ['AWS4-HMAC-SHA256', single(headers['x-amz-date']), `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join(
    '\n',
  )
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${credential.secretAccessKey}`))
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))
    ? { ok: true, accessKeyId }
    : { ok: false, code: 'SignatureDoesNotMatch', canonical }
}

function canonicalRequest(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer, signedHeaders: string): string {
  const [bare = '/', query = ''] = path.split('?')
  const names = signedHeaders.split(';')
  return [
    method,
    bare.split('/').map(encodeURIComponent).join('/'),
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${single(headers[name])?.trim().replace(/ +/g, ' ') ?? ''}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n')
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
