import { checkPrimeSync, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { hex } from '../roll.ts'

const bits = 512n
const exponent = 65_537n
const made = new Map<string, KeyObject>()

/**
 * An RSA key that depends on the seed alone, so that a restart changes nothing. Of 1,024 bits: quick to find, and nothing real hangs on it.
 */
export function rsaKeyOf(seed: number, whose: string): KeyObject {
  const known = made.get(`${seed} ${whose}`)
  if (known) return known
  const [p, q] = [primeOf(seed, whose, 'p'), primeOf(seed, whose, 'q')]
  const d = inverse(exponent, (p - 1n) * (q - 1n))
  const part = (value: bigint) => {
    const digits = value.toString(16)
    return Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex').toString('base64url')
  }
  const jwk = { kty: 'RSA', n: part(p * q), e: part(exponent), d: part(d), p: part(p), q: part(q), dp: part(d % (p - 1n)), dq: part(d % (q - 1n)), qi: part(inverse(q, p)) }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  made.set(`${seed} ${whose}`, key)
  return key
} // prettier-ignore

export function publicHalf(key: KeyObject): KeyObject {
  return createPublicKey(key)
}

/** The first prime from a number that the seed gives, with its two highest bits set, that goes with the exponent. */
function primeOf(seed: number, whose: string, name: string): bigint {
  let candidate = BigInt(`0x${hex(Number(bits) / 4, seed, 'rsa', whose, name)}`) | (3n << (bits - 2n)) | 1n
  while ((candidate - 1n) % exponent === 0n || !checkPrimeSync(candidate)) candidate += 2n
  return candidate
}

/** By the extended algorithm of Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [oldR, r, oldS, s] = [value % modulus, modulus, 1n, 0n]
  while (r !== 0n) {
    const quotient = oldR / r
    ;[oldR, r] = [r, oldR - quotient * r]
    ;[oldS, s] = [s, oldS - quotient * s]
  }
  return ((oldS % modulus) + modulus) % modulus
}
