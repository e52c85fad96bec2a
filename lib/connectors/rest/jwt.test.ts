import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { readKey, signedJwt } from './jwt.ts'

type Pair = { privateKey: KeyObject; publicKey: KeyObject }
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')
const pem = ({ privateKey }: Pair) => String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const jwk = ({ privateKey }: Pair, more: object = {}) => JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'k1', ...more })
const all = ['PS256', 'EdDSA'] as const

describe('a key signs by the algorithm that fits it, as others check it', () => {
  test.each<[string, Pair, string, readonly ('PS256' | 'EdDSA')[], string, string | null]>([
    ['RSA in PEM', rsa, pem(rsa), [], 'RS256', null],
    ['RSA as a JSON Web Key', rsa, jwk(rsa), all, 'RS256', 'k1'],
    ['RSA that says that it is for PS256', rsa, jwk(rsa, { alg: 'PS256' }), all, 'PS256', 'k1'],
    ['the same, where PS256 is not known', rsa, jwk(rsa, { alg: 'PS256' }), [], 'RS256', 'k1'],
    ['P-256 in PEM', p256, pem(p256), [], 'ES256', null],
    ['P-256 that says that it is for PS256', p256, jwk(p256, { alg: 'PS256' }), all, 'ES256', 'k1'],
    ['Ed25519', ed25519, pem(ed25519), all, 'EdDSA', null],
  ])('%s', async (_, { publicKey }, text, further, alg, kid) => {
    const signer = readKey(text, further)
    expect([signer.alg, signer.kid]).toEqual([alg, kid])
    const { protectedHeader, payload } = await jwtVerify(signedJwt(signer, { typ: 'JWT' }, { sub: 'standdown' }), publicKey)
    expect([protectedHeader, payload]).toEqual([{ typ: 'JWT', alg }, { sub: 'standdown' }])
  })
})

test.each<[string, string, readonly ('PS256' | 'EdDSA')[], RegExp]>([
  ['Ed25519 where it is not known', pem(ed25519), [], /RSA or P-256\.$/],
  ['another curve', pem(generateKeyPairSync('ec', { namedCurve: 'P-384' })), all, /RSA, P-256 or Ed25519\.$/],
  ['no key', '{}', [], /RSA or P-256\.$/],
])('%s is refused', (_, text, further, says) => expect(() => readKey(text, further)).toThrow(says))
