import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { jsonOf } from '../http/json-of.ts'
import { noAuthorizationServer } from '../rest/token-endpoint.ts'
import { publicJwk, readKey, signedJwt, signerOf, type Signer } from '../rest/jwt.ts'
import type { AppCredential, Credential } from './settings.ts'

/** How calls are signed in, one session a run: nothing of it is kept. */
export type SignIn = {
  headers(call: { method: string; url: URL }): Promise<Readonly<Record<string, string>>>
  /** The scopes that Okta gave; null for an API token, which has none. */
  granted(): Promise<readonly string[] | null>
  /** Takes the nonce that an answer carries for the next proof. */
  learn(answered: { get(name: string): string | null }): void
}

const tokenPath = '/oauth2/v1/token'
const tokenCall = `POST ${tokenPath}`
const assertionSeconds = 300
/** A token is asked for anew so long before it ends; a very short one after half of its life. */
const spareMs = 60_000
const most = 2

const Minted = z.object({ access_token: z.string().min(1), token_type: z.string(), expires_in: z.number(), scope: z.string().optional() })
type Session = { token: string; bound: boolean; renewMs: number; scopes: readonly string[] }

/** An API token as it is, or access tokens for the scopes that the app was granted. */
export function signInWith(orgUrl: string, credential: Credential, scopes: readonly string[], world: ConnectorWorld): SignIn {
  if ('token' in credential)
    return { headers: async () => ({ authorization: `SSWS ${credential.token}` }), granted: async () => null, learn: () => undefined }
  return serviceApp(orgUrl, credential, scopes, world)
}

/**
 * A service app by private_key_jwt (RFC 7523), with access tokens bound by DPoP (RFC 9449) to a key that is made for this run and never
 * leaves memory. Where Okta gives a bearer token all the same, it is sent as one.
 */
function serviceApp(orgUrl: string, app: AppCredential, wanted: readonly string[], world: ConnectorWorld): SignIn {
  const proofs = signerOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, null)
  // A nonce counts for the server that gave it: the token endpoint has its own.
  const nonces: Record<'tokens' | 'calls', string | null> = { tokens: null, calls: null }
  let session: Promise<Session> | null = null
  const learn = (whose: keyof typeof nonces, answered: { get(name: string): string | null }) =>
    void (nonces[whose] = answered.get('dpop-nonce') ?? nonces[whose])

  async function ask(scopes: readonly string[]): Promise<Session | 'refused scopes'> {
    const url = `${orgUrl}${tokenPath}`
    for (let tried = 1; ; tried += 1) {
      const response = await world.fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          dpop: proofOf(proofs, { method: 'POST', url, nonce: nonces.tokens }),
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: scopes.join(' '),
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertionOf(app, url),
        }).toString(),
        signal: world.signal,
      })
      learn('tokens', response.headers)
      const text = await response.text()
      if (response.ok) return sessionOf(text)
      const error = errorOf(text)
      if (error === 'use_dpop_nonce' && tried < most) continue
      if (error === 'invalid_scope') return 'refused scopes'
      throw refused(response, error)
    }
  }

  /** Okta gives all scopes or none: where one of them was not granted, they are asked for one by one. */
  async function signIn(): Promise<Session> {
    const whole = await ask(wanted)
    if (whole !== 'refused scopes') return whole
    const granted: string[] = []
    for (const scope of wanted) if ((await ask([scope])) !== 'refused scopes') granted.push(scope)
    const some = granted.length > 0 ? await ask(granted) : 'refused scopes'
    if (some !== 'refused scopes') return some
    throw new CallError('provider', 'The app was granted none of the scopes that are asked for.', { call: tokenCall, status: 401, why: 'not-permitted' }) // prettier-ignore
  }

  async function signedIn(): Promise<Session> {
    const before = await session
    if (before && before.renewMs > Date.now()) return before
    session = signIn()
    try {
      return await session
    } catch (error) {
      session = null
      throw error
    }
  }

  return {
    learn: (answered) => learn('calls', answered),
    granted: async () => (await signedIn()).scopes,
    async headers({ method, url }): Promise<Record<string, string>> {
      const { token, bound } = await signedIn()
      if (!bound) return { authorization: `Bearer ${token}` }
      return { authorization: `DPoP ${token}`, dpop: proofOf(proofs, { method, url: url.href, nonce: nonces.calls, token }) }
    },
  }
}

type Proven = { method: string; url: string; nonce: string | null; token?: string }

/** One proof for one call (RFC 9449, 4.2): address without query, and the hash of the token that goes along. */
function proofOf(signer: Signer, { method, url, nonce, token }: Proven): string {
  const claims = {
    htm: method,
    htu: url.replace(/[?#].*$/, ''),
    iat: Math.floor(Date.now() / 1_000),
    jti: randomUUID(),
    ...(nonce !== null && { nonce }),
    ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
  }
  return signedJwt(signer, { typ: 'dpop+jwt', jwk: publicJwk(signer) }, claims)
}

function assertionOf({ clientId, privateKey, keyId }: AppCredential, audience: string): string {
  const signer = readKey(privateKey)
  const now = Math.floor(Date.now() / 1_000)
  const kid = keyId ?? signer.kid
  const claims = { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + assertionSeconds, jti: randomUUID() }
  return signedJwt(signer, kid === null ? {} : { kid }, claims)
}

function sessionOf(text: string): Session {
  const parsed = Minted.safeParse(jsonOf(text))
  if (!parsed.success)
    throw new CallError('provider', `${tokenCall} answered something else than a token: look at the address.`, {
      call: tokenCall,
      why: 'malformed',
    })
  const { access_token: token, token_type: type, expires_in: seconds, scope = '' } = parsed.data
  const lifeMs = Math.max(0, seconds * 1_000)
  return {
    token,
    bound: /^dpop$/i.test(type),
    renewMs: Date.now() + lifeMs - Math.min(spareMs, lifeMs / 2),
    scopes: scope.split(' '),
  }
}

/** What Okta calls the error: a word, never its description. */
function errorOf(text: string): string | null {
  const said = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) }).safeParse(jsonOf(text))
  return said.success ? said.data.error : null
}

function refused(response: Response, error: string | null): CallError {
  const { status } = response
  if (status < 500 && status !== 429) {
    if (error === null) return noAuthorizationServer(tokenCall, status)
    const says = `Okta refused to sign the app in (${error}): look at its client ID, its key, and whether it is active.`
    return new CallError('provider', says, { call: tokenCall, status: 401, why: 'not-permitted' })
  }
  return withAskedWait(statusError(tokenCall, status), (name) => response.headers.get(name))
}
