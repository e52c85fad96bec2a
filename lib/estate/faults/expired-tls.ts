import { generateKeyPairSync, sign } from 'node:crypto'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:https'

/** An HTTPS server whose certificate ended in 2020. Key and certificate are made when it starts, so that no key lies in the sources. */
export function expiredTls(listener: RequestListener): Server {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = certificateFor(publicKey.export({ type: 'spki', format: 'der' }), (body) => sign('sha256', body, privateKey))
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
  return createServer({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert }, listener)
}

/** One DER element: tag, length, contents (X.690, definite form). */
function der(tag: number, ...contents: readonly (Buffer | Uint8Array)[]): Buffer {
  const body = Buffer.concat(contents)
  const size = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents)
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const commonName = der(0x06, Buffer.from('550403', 'hex'))
const subjectAltName = der(0x06, Buffer.from('551d11', 'hex'))

/** A self-signed X.509 v3 certificate for 127.0.0.1, in force in January 2020 (RFC 5280). */
function certificateFor(publicKey: Buffer, signed: (body: Buffer) => Buffer): Buffer {
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('127.0.0.1')))))
  const validity = sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('200201000000Z')))
  const address = der(0x87, Buffer.from([127, 0, 0, 1]))
  const extensions = der(0xa3, sequence(sequence(subjectAltName, der(0x04, sequence(address)))))
  const version = der(0xa0, der(0x02, Buffer.from([2])))
  const body = sequence(version, der(0x02, Buffer.from([1])), ecdsaWithSha256, name, validity, name, publicKey, extensions)
  return sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signed(body)))
}
