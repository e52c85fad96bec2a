import { generateKeyPairSync, sign } from 'node:crypto'

/** One DER element: tag, length, contents (X.690, definite form). */
function der(tag: number, ...contents: readonly (Buffer | Uint8Array)[]): Buffer {
  const body = Buffer.concat(contents)
  const size = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents)

/** For a server on loopback: its address as a subject alternative name (RFC 5280, 4.2.1.6). */
function loopbackName(): Buffer {
  const names = sequence(der(0x87, Buffer.from([127, 0, 0, 1])))
  return der(0xa3, sequence(sequence(der(0x06, Buffer.from('551d11', 'hex')), der(0x04, names))))
}

/** A self-signed RSA certificate and its key, both PEM, made when asked for: no key lies in the sources. `loopback`: it names 127.0.0.1. */
export function selfSigned({ loopback = false } = {}): { certificate: string; privateKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const rsaWithSha256 = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))
  const name = sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('standdown')))))
  const validity = sequence(der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('490101000000Z')))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    rsaWithSha256,
    name,
    validity,
    name,
    spki,
    ...(loopback ? [loopbackName()] : []),
  )
  const whole = sequence(body, rsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', body, privateKey)))
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}
