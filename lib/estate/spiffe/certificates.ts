import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** A certificate and its key, both PEM. */
export type Held = { certificate: string; privateKey: string }

type Said = { uri?: string; dns?: string; from?: Date; until?: Date; isAuthority?: boolean; commonName?: string }

/** In force whatever the estate's clock says: TLS goes by the wall's. */
const always = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2049-12-31T00:00:00Z') }

/** An authority of a trust domain, signed by itself. Made when asked for: no key lies in the sources. */
export function makeAuthority(trustDomain: string, said: Said = {}): Held {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return certified(privateKey, { uri: `spiffe://${trustDomain}`, commonName: trustDomain, isAuthority: true, ...said }, null)
}

/** What an authority signs: an X509-SVID where `uri` is a SPIFFE id, or an authority below it. */
export function issuedBy(authority: Held, said: Said): Held {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return certified(privateKey, said, authority)
}

function certified(key: KeyObject, said: Said, authority: Held | null): Held {
  const signer = authority ? createPrivateKey(authority.privateKey) : key
  const issuer = authority ? subjectOf(authority.certificate) : nameOf(said)
  const whole = x509(createPublicKey(key), issuer, said, (body) => sign('sha256', body, signer))
  return { certificate: pem(whole), privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string }
}

function x509(
  key: KeyObject,
  issuer: Buffer,
  { from = always.from, until = always.until, ...said }: Said,
  signed: (body: Buffer) => Buffer,
): Buffer {
  const extensions = [
    extension('551d13', sequence(...(said.isAuthority ? [der(0x01, Buffer.from([0xff]))] : []))),
    // keyCertSign and cRLSign, or digitalSignature alone.
    extension('551d0f', der(0x03, said.isAuthority ? Buffer.from([1, 0x06]) : Buffer.from([7, 0x80]))),
    ...(said.isAuthority ? [] : [extension('551d25', sequence(oid('2b06010505070301'), oid('2b06010505070302')), false)]),
    ...(said.uri || said.dns
      ? [extension('551d11', sequence(...(said.uri ? [der(0x86, Buffer.from(said.uri))] : []), ...(said.dns ? [der(0x82, Buffer.from(said.dns))] : [])), false)]
      : []),
  ] // prettier-ignore
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    issuer,
    sequence(timeOf(from), timeOf(until)),
    nameOf(said),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  return sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signed(body)))
}

/** One DER element: tag, length, contents (X.690, definite form). */
function der(tag: number, ...contents: readonly (Buffer | Uint8Array)[]): Buffer {
  const body = Buffer.concat(contents)
  const size = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
const extension = (id: string, value: Buffer, critical = true) =>
  sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value))

function nameOf({ commonName = 'SPIRE', uri = '' }: Said): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from((commonName || uri).slice(0, 60))))))
}

/** UTCTime until 2049, as RFC 5280 has it. */
function timeOf(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+Z$/, 'Z').replace(/[-:T]/g, '') // prettier-ignore
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

/** The subject of a certificate of ours: the fifth element after its version, number, algorithm and issuer, and its times. */
function subjectOf(certificate: string): Buffer {
  const bytes = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const body = elementsOf(elementsOf(elementsOf(bytes)[0]!.contents)[0]!.contents)
  return body[5]!.whole
}

function elementsOf(bytes: Buffer): { whole: Buffer; contents: Buffer }[] {
  const found: { whole: Buffer; contents: Buffer }[] = []
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at + 1]!
    const more = first < 128 ? 0 : first - 128
    const size = more === 0 ? first : bytes.readUIntBE(at + 2, more)
    const start = at + 2 + more
    found.push({ whole: bytes.subarray(at, start + size), contents: bytes.subarray(start, start + size) })
    at = start + size
  }
  return found
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`
}
