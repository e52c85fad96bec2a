import { randomBytes, randomInt } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../model/app-error.ts'
import { decrypt, encrypt, missingKeys, readKeyRing, seal, unseal } from './seal.ts'

const one = '11'.repeat(32)
const two = randomBytes(32).toString('base64')
const ring = readKeyRing(one)
const here = { purpose: 'source.read', table: 'source_secret', row: 'a1/read', column: 'sealed' }
const hex = (text: string) => Buffer.from(text, 'hex')

/** NIST's AES-256-GCM examples (McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13 to 16). */
const vectors = [
  {
    name: '13: nothing at all',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    aad: '',
    plain: '',
    text: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14: one block of zeros',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    aad: '',
    plain: '00'.repeat(16),
    text: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '15: four blocks',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    aad: '',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
    text: '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: '16: a broken block, and context',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plain: 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    text: '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
]

describe('the cipher', () => {
  test.each(vectors)('NIST test case $name', ({ key, nonce, aad, plain, text, tag }) => {
    const input = { key: hex(key), nonce: hex(nonce), aad: hex(aad) }
    expect(encrypt(input, hex(plain))).toEqual({ text: hex(text), tag: hex(tag) })
    expect(decrypt(input, { text: hex(text), tag: hex(tag) })).toEqual(hex(plain))
  })

  test.each([0, 4, 8, 12, 13, 14, 15, 17])('a tag of %i bytes is refused, right as its bytes are', (length) => {
    const input = { key: hex(one), nonce: randomBytes(12), aad: Buffer.alloc(0) }
    const { text, tag } = encrypt(input, Buffer.from('hello'))
    const cut = Buffer.concat([tag, Buffer.alloc(1)]).subarray(0, length)
    expect(() => decrypt(input, { text, tag: cut })).toThrow()
  })
})

describe('sealing', () => {
  test('what was sealed opens, whatever it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(unseal(ring, seal(ring, value, here).sealed, here)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each([
    ['another purpose', { ...here, purpose: 'source.action' }],
    ['another table', { ...here, table: 'setting' }],
    ['another row', { ...here, row: 'b2/read' }],
    ['another column', { ...here, column: 'name' }],
    ['a row and a column that run together the same', { ...here, row: 'a1/readsealed', column: '' }],
  ])('moved to %s, it does not open', (_, there) => {
    expect(() => unseal(ring, seal(ring, 'secret', here).sealed, there)).toThrow(/does not open/)
  })

  test('10,000 single-bit flips, in key id, nonce, text and tag: not one opens, and all say the same', () => {
    const { sealed } = seal(ring, { secretAccessKey: 'x'.repeat(40) }, here)
    const whole = Buffer.from(sealed.slice(3), 'base64url')
    const said = new Set<string>()
    for (let flip = 0; flip < 10_000; flip += 1) {
      const bit = flip < whole.length * 8 ? flip : randomInt(whole.length * 8)
      const bytes = Buffer.from(whole)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      said.add(refusal(`v1:${bytes.toString('base64url')}`))
    }
    // A changed key id asks for another key; beside that name, there is one message.
    expect(new Set([...said].map((message) => message.replace(/asks for key [0-9a-f]{8}/, 'asks for key …'))).size).toBe(1)
    expect([...said].join()).not.toContain('xxxx')
  })

  test.each([
    ['nothing', ''],
    ['another version', `v2:${seal(ring, 1, here).sealed.slice(3)}`],
    ['no version', seal(ring, 1, here).sealed.slice(3)],
    ['cut short', seal(ring, 1, here).sealed.slice(0, 30)],
    [
      'a tag cut to 4 bytes',
      `v1:${Buffer.from(seal(ring, 1, here).sealed.slice(3), 'base64url')
        .subarray(0, -12)
        .toString('base64url')}`,
    ],
    ['a blank behind it', `${seal(ring, 1, here).sealed} `],
    ['base64 padding behind it', `${seal(ring, 1, here).sealed}==`],
  ])('%s is no sealed value', (_, text) => {
    expect(refusal(text)).toMatch(/does not open/)
  })

  test('20,000 seals share no nonce, and seals of one value share nothing', () => {
    const seen = new Set<string>()
    for (let count = 0; count < 20_000; count += 1)
      seen.add(
        Buffer.from(seal(ring, '', here).sealed.slice(3), 'base64url')
          .subarray(4, 16)
          .toString('hex'),
      )
    expect(seen.size).toBe(20_000)
    expect(seal(ring, 'same', here).sealed).not.toBe(seal(ring, 'same', here).sealed)
  })
})

describe('the key ring', () => {
  test('the first key seals, the others still open', () => {
    const old = seal(ring, 'before', here)
    const both = readKeyRing(`${two}, ${one}`)
    expect(unseal(both, old.sealed, here)).toBe('before')
    const fresh = seal(both, 'after', here)
    expect(fresh.keyId).toBe(both.current)
    expect(fresh.keyId).not.toBe(old.keyId)
    expect(refusal(fresh.sealed)).toContain(`asks for key ${fresh.keyId}`)
  })

  test('a missing key is named, with those that are there', () => {
    const missing = missingKeys(ring, [ring.current, 'deadbeef', 'cafe0123', 'deadbeef'])
    expect(missing?.message).toContain('cafe0123, deadbeef')
    expect(missing?.message).toContain(ring.current)
    expect(missingKeys(ring, [ring.current])).toBeNull()
  })

  test.each([
    ['too short', '11'.repeat(31)],
    ['too long', '11'.repeat(33)],
    ['a passphrase', 'correct horse battery staple'],
    ['an empty one behind a comma', `${one},`],
    ['an empty one', ''],
  ])('%s is refused without being repeated', (_, text) => {
    const error = thrown(() => readKeyRing(text))
    expect(error).toBeInstanceOf(AppError)
    if (text) expect(error.message).not.toContain(text)
  })

  test('hex, base64 and base64url are the same key', () => {
    const key = Buffer.from(one, 'hex')
    const ids = [one, one.toUpperCase(), key.toString('base64'), key.toString('base64url')].map((text) => readKeyRing(text).current)
    expect(new Set(ids).size).toBe(1)
  })
})

function refusal(sealed: string): string {
  const error = thrown(() => unseal(ring, sealed, here))
  expect(error).toBeInstanceOf(AppError)
  expect((error as AppError).code).toBe('unavailable')
  return error.message
}

function thrown(act: () => unknown): Error {
  try {
    act()
  } catch (error) {
    return error as Error
  }
  throw new Error('It did not throw.')
}
