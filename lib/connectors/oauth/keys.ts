import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWK, type JWSHeaderParameters } from 'jose'
import { z } from 'zod'
import type { Gap } from '../../model/sighting.ts'
import { jsonOf } from '../http/json-of.ts'
import { readRows } from '../wire.ts'
import { malformed, type Calls } from './calls.ts'

const part = z.string().max(20_000).optional()

/** The public part of a key; that a private part stands beside it is kept as a fact, and the part is not. */
const PublicKey = z
  .object({
    kty: z.string().max(20),
    kid: z.string().max(500).optional(),
    use: z.string().max(20).optional(),
    alg: z.string().max(50).optional(),
    crv: part,
    x: part,
    y: part,
    n: part,
    e: part,
    d: z.unknown().optional(),
    k: z.unknown().optional(),
  })
  .transform(({ d, k, ...key }) => ({ key, isSecret: d !== undefined || k !== undefined || key.kty === 'oct' }))

/** Algorithms that a server's public key can be checked by; never "none", and no secret that both sides share. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const

export type FindKey = (header: JWSHeaderParameters | undefined, token?: FlattenedJWSInput) => Promise<CryptoKey>

export type Keys = {
  find: FindKey
  /** How it signs, for people: "2 × RS256, ES256". */
  says: string
  /** Keys of which the server publishes what is secret. */
  published: number
}

export const keysObject = 'OAuth server keys'

/** The server's key set (RFC 7517). Throws CallError. */
export async function readKeys(calls: Calls, url: string): Promise<{ keys: Keys; gap: Gap | null; seen: number }> {
  const call = `GET ${new URL(url).pathname}`
  const body = jsonOf((await calls.ask({ method: 'GET', url, name: call, accept: 'application/jwk-set+json, application/json' })).text)
  const rows = z.object({ keys: z.array(z.unknown()).max(200) }).safeParse(body)
  if (!rows.success) throw malformed(call, 'something that is no key set')
  const { good, gap } = readRows(PublicKey, rows.data.keys, { object: keysObject, call })
  const usable = good.filter(({ isSecret, key }) => !isSecret && key.use !== 'enc').map(({ key }) => key)
  const local = createLocalJWKSet({ keys: usable as JWK[] })
  const keys = {
    find: (header: JWSHeaderParameters | undefined, token?: FlattenedJWSInput) => local(header, token as FlattenedJWSInput),
    says: sortsOf(usable),
    published: good.filter(({ isSecret }) => isSecret).length,
  }
  return { keys, gap, seen: good.length }
}

function sortsOf(keys: readonly { kty: string; alg?: string | undefined; crv?: string | undefined }[]): string {
  const counts = Map.groupBy(keys, ({ alg, kty, crv }) => alg ?? (crv ? `${kty} ${crv}` : kty))
  return (
    [...counts]
      .map(([sort, { length }]) => (length === 1 ? sort : `${length} × ${sort}`))
      .join(', ')
      .slice(0, 500) || 'none'
  )
}

/** Whether an error means that several keys fit a token that names none. */
export function severalKeys(error: unknown): AsyncIterable<CryptoKey> | null {
  return error instanceof errors.JWKSMultipleMatchingKeys ? error : null
}
