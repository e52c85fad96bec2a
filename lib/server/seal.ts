import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { AppError } from '../model/app-error.ts'
import type { SealBinding } from '../flows/world.ts'

/** The keys that open; the first one also seals. */
export type KeyRing = { current: string; keys: ReadonlyMap<string, Buffer> }

export type Sealed = { keyId: string; sealed: string }

const version = 'v1'
const algorithm = 'aes-256-gcm'
const keyBytes = 32
const keyIdBytes = 4
/** NIST SP 800-38D, 5.2.1.1: 96 bits is the length that needs no further hashing. */
const nonceBytes = 12
/** Node accepts a tag of 4 bytes unless it is told the length, and a short tag can be guessed. */
const authTagLength = 16
/** NIST SP 800-38D, 8.3: with random nonces, one key may seal at most 2^32 times. */
const mostSeals = 2 ** 32

const sealsByKey = new Map<string, number>()

/**
 * Reads `STANDDOWN_KEY`: 32-byte keys in base64 or hex, parted by commas, the current one first. A key's id is the first
 * 8 hex digits of its SHA-256. Throws AppError('bad-input') saying which one is wrong, never what it is.
 */
export function readKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>()
  for (const [index, part] of text.split(',').entries()) {
    const key = readKey(part.trim())
    if (key?.length !== keyBytes) {
      throw new AppError(
        'bad-input',
        `has a key (number ${index + 1}) that is not 32 bytes in base64 or hex, such as "openssl rand -base64 32" gives`,
      )
    }
    keys.set(keyIdOf(key), key)
  }
  const [current] = keys.keys()
  return { current: current ?? '', keys }
}

/**
 * Seals a value so that it opens only with this key and only where it belongs: the binding is authenticated with it, so a
 * ciphertext copied to another row or column is refused. Throws when a key has sealed as often as it may.
 */
export function seal(ring: KeyRing, value: unknown, binding: SealBinding): Sealed {
  const keyId = ring.current
  const key = ring.keys.get(keyId)
  if (!key) throw new AppError('internal', 'There is no key to seal with.')
  const used = (sealsByKey.get(keyId) ?? 0) + 1
  if (used > mostSeals)
    throw new AppError('internal', `Key ${keyId} has sealed as often as a key may: put a new one first in STANDDOWN_KEY.`)
  sealsByKey.set(keyId, used)
  const nonce = randomBytes(nonceBytes)
  const { text, tag } = encrypt({ key, nonce, aad: context(keyId, binding) }, Buffer.from(JSON.stringify(value), 'utf8'))
  const parts = [Buffer.from(keyId, 'hex'), nonce, text, tag]
  return { keyId, sealed: `${version}:${Buffer.concat(parts).toString('base64url')}` }
}

/**
 * Opens a sealed value. A wrong key, a changed byte, a shortened tag and a wrong place all fail with one same
 * AppError('unavailable'), which names the key it asks for; nothing is ever changed or destroyed by it.
 */
export function unseal(ring: KeyRing, sealed: string, binding: SealBinding): unknown {
  const bytes = sealed.startsWith(`${version}:`) ? Buffer.from(sealed.slice(version.length + 1), 'base64url') : Buffer.alloc(0)
  const keyId = bytes.subarray(0, keyIdBytes).toString('hex')
  const text = bytes.subarray(keyIdBytes + nonceBytes, -authTagLength)
  const key = ring.keys.get(keyId)
  const whole = bytes.length >= keyIdBytes + nonceBytes + authTagLength
  // Two spellings of the same bytes would let a changed text pass as the same one.
  const canonical = `${version}:${bytes.toString('base64url')}` === sealed
  if (!key || !whole || !canonical) throw doesNotOpen(ring, binding, keyId)
  try {
    const nonce = bytes.subarray(keyIdBytes, keyIdBytes + nonceBytes)
    const opened = decrypt({ key, nonce, aad: context(keyId, binding) }, { text, tag: bytes.subarray(-authTagLength) })
    return JSON.parse(opened.toString('utf8')) as unknown
  } catch {
    throw doesNotOpen(ring, binding, keyId)
  }
}

type CipherInput = { key: Buffer; nonce: Buffer; aad: Buffer }

/** AES-256-GCM with a tag of 16 bytes and no other. */
export function encrypt({ key, nonce, aad }: CipherInput, plain: Buffer): { text: Buffer; tag: Buffer } {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength })
  cipher.setAAD(aad)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return { text, tag: cipher.getAuthTag() }
}

/** The other way. Throws when anything of it is not as it was written, and for a tag of any other length. */
export function decrypt({ key, nonce, aad }: CipherInput, { text, tag }: { text: Buffer; tag: Buffer }): Buffer {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength })
  decipher.setAAD(aad)
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()])
}

/** Says which keys are asked for and which there are. Throws nothing; an empty `needed` is no error. */
export function missingKeys(ring: KeyRing, needed: Iterable<string>): AppError | null {
  const missing = [...new Set(needed)].filter((keyId) => !ring.keys.has(keyId)).toSorted()
  if (missing.length === 0) return null
  return new AppError(
    'unavailable',
    `Credentials in the database are sealed with ${say(missing)}, and STANDDOWN_KEY holds ${say([...ring.keys.keys()])}. ` +
      'Add the missing key after the current one, parted by a comma. Nothing was changed.',
  )
}

/** The lengths are part of the context, so that no two bindings can read the same. */
function context(keyId: string, { purpose, table, row, column }: SealBinding): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, purpose, table, row, column]), 'utf8')
}

function doesNotOpen(ring: KeyRing, { purpose }: SealBinding, keyId: string): AppError {
  return new AppError(
    'unavailable',
    `A sealed value (${purpose}) does not open. It asks for ${say(keyId ? [keyId] : [])}, and STANDDOWN_KEY holds ${say([...ring.keys.keys()])}. ` +
      'Either the key is missing, or the value was changed or moved. Nothing was changed.',
  )
}

function say(keyIds: readonly string[]): string {
  return keyIds.length === 0 ? 'no key' : `key ${keyIds.join(', ')}`
}

function readKey(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64url')
  return null
}

function keyIdOf(key: Buffer): string {
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, keyIdBytes * 2)
}
