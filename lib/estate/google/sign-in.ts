import { verify } from 'node:crypto'
import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { bearer, isSame, json } from '../further/answers.ts'
import type { Asked } from '../further/provider.ts'
import { hex } from '../roll.ts'
import { publicHalf, rsaKeyOf } from './rsa.ts'

/** A service account that an installation signs in as. */
export type Caller = {
  email: string
  keyId: string
  scopes: readonly string[]
  /** In whose name it may act. */ subjects?: readonly string[]
}

export function keyIdOf(seed: number, email: string): string {
  return hex(40, seed, 'google key id', email)
}

/** The file that Google gives out once. What it says of the token's address is never to be called. */
export function keyFileOf(seed: number, { email, keyId }: Caller): string {
  return JSON.stringify({
    type: 'service_account',
    project_id: 'fernhollow-security',
    private_key_id: keyId,
    private_key: rsaKeyOf(seed, email).export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: email,
    client_id: '100000000000000000001',
    auth_uri: 'https://elsewhere.example/auth',
    token_uri: 'https://elsewhere.example/token',
  })
}

const refused = (error: string, status = 400) => json(status, { error, error_description: 'Refused.' })

/** The token endpoint: a statement that the account's key signed (RFC 7523), or nothing. */
export function tokenAnswer(seed: number, { method, body, base, path }: Asked, callers: readonly Caller[]): Answer {
  const form = new URLSearchParams(body.toString('utf8'))
  if (method !== 'POST') return json(404, {})
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refused('unsupported_grant_type')
  const [head = '', said = '', signature = ''] = (form.get('assertion') ?? '').split('.')
  const [header, claims] = [partOf(head), partOf(said)]
  const caller = callers.find(({ email }) => email === claims?.iss)
  if (!caller || header?.alg !== 'RS256' || header.kid !== caller.keyId) return refused('invalid_grant')
  const isGood = verify(
    'sha256',
    Buffer.from(`${head}.${said}`),
    publicHalf(rsaKeyOf(seed, caller.email)),
    Buffer.from(signature, 'base64url'),
  )
  const isNow = typeof claims?.exp === 'number' && claims.exp > Date.now() / 1_000
  if (!isGood || !isNow || claims.aud !== `${base}${path}`) return refused('invalid_grant')
  const wanted = typeof claims.scope === 'string' ? claims.scope.split(' ') : []
  if (wanted.length === 0 || wanted.some((scope) => !caller.scopes.includes(scope))) return refused('unauthorized_client', 401)
  if (typeof claims.sub === 'string' && !caller.subjects?.includes(claims.sub)) return refused('unauthorized_client', 401)
  return json(200, { access_token: accessOf(seed, caller), expires_in: 3_599, token_type: 'Bearer' })
}

/** Who calls, by the token that came along; null where it is none. */
export function callerOf(seed: number, asked: Asked, callers: readonly Caller[]): Caller | null {
  return callers.find((one) => isSame(bearer(asked), accessOf(seed, one))) ?? null
}

const accessOf = (seed: number, { email }: Caller) => canary(seed, 'google-access-token', email)

function partOf(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
  } catch {
    return null
  }
}
