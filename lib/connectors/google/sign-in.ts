import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import type { NamedInit } from '../http/guarded-fetch.ts'
import { jsonOf } from '../http/json-of.ts'
import { holdToken, type Minted } from '../rest/held-token.ts'
import { readKey, signedJwt } from '../rest/jwt.ts'
import { noAuthorizationServer } from '../rest/token-endpoint.ts'
import { openTokenFile } from '../rest/token-file.ts'
import { addressOfService } from './address.ts'
import { readKeyFile, type GoogleCredential } from './credential.ts'

export type Identity = {
  address: string
  credential: GoogleCredential
  /** Of the pool, where nothing is kept: "projects/…/providers/…". */
  provider?: string | undefined
  /** The service account that it acts as; for a key it is the key's own. */
  serviceAccount?: string | undefined
  scopes: readonly string[]
  /** The person in whose name it acts, by domain-wide delegation. */
  subject?: string | undefined
}

const lifeSeconds = 3_600
const call = 'the sign-in to Google'
const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform'
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const Token = z.object({ access_token: z.string().min(1).max(20_000), expires_in: z.coerce.number().positive().max(604_800).optional() })
const Generated = z.object({ accessToken: z.string().min(1).max(20_000) })
const Signed = z.object({ signedJwt: z.string().min(1).max(20_000) })
const Refusal = z.object({ error: z.union([z.string().max(100), z.object({ status: z.string().max(100) })]) })

/**
 * Access tokens of an hour, kept in memory until shortly before they end. Calls at once share one sign-in. Without a key: the token of
 * another issuer is exchanged (RFC 8693) and the service account impersonated; with a key: a signed statement (RFC 7523). The function throws CallError.
 */
export function openSignIn(identity: Identity, world: ConnectorWorld): () => Promise<string> {
  const { credential } = identity
  return holdToken(() => ('tokenFile' in credential ? byExchange(identity, credential.tokenFile, world) : byKey(identity, world)))
}

async function byKey({ address, credential, scopes, subject }: Identity, world: ConnectorWorld): Promise<Minted> {
  const file = 'serviceAccountKey' in credential ? readKeyFile(credential.serviceAccountKey) : null
  if (!file) throw unusable('The service account’s key cannot be used to sign in: paste the whole JSON file.')
  const claims = claimsOf({ address, account: file.client_email, scopes, subject })
  return exchangeAssertion(
    address,
    signedJwt(readKey(file.private_key), { typ: 'JWT', ...(file.private_key_id && { kid: file.private_key_id }) }, claims),
    world,
  )
}

async function byExchange({ address, provider, serviceAccount, scopes, subject }: Identity, tokenFile: string, world: ConnectorWorld): Promise<Minted> {
  if (!provider) throw unusable('Which provider of a workload identity pool is asked is not set.')
  const url = `${addressOfService(address, 'sts')}/v1/token`
  const answer = await post(url, { form: {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    audience: `//iam.googleapis.com/${provider}`,
    scope: cloudPlatform,
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token: await openTokenFile(tokenFile, url)(),
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  } }, world)
  const federated = minted(answer)
  if (!serviceAccount) return federated
  const at = `${addressOfService(address, 'iamcredentials')}/v1/projects/-/serviceAccounts/${encodeURIComponent(serviceAccount)}`
  if (subject === undefined) {
    const given = Generated.safeParse(await post(`${at}:generateAccessToken`, { json: { scope: scopes, lifetime: `${lifeSeconds}s` }, bearer: federated.token }, world)).data
    if (!given) throw noToken()
    return { token: given.accessToken, livesMs: lifeSeconds * 1_000 }
  }
  // Google signs for the account with a key that nobody holds: domain-wide delegation without a key of ours.
  const payload = JSON.stringify(claimsOf({ address, account: serviceAccount, scopes, subject }))
  const signed = Signed.safeParse(await post(`${at}:signJwt`, { json: { payload }, bearer: federated.token }, world)).data
  if (!signed) throw noToken()
  return exchangeAssertion(address, signed.signedJwt, world)
} // prettier-ignore

async function exchangeAssertion(address: string, assertion: string, world: ConnectorWorld): Promise<Minted> {
  return minted(await post(tokenUrl(address), { form: { grant_type: jwtBearer, assertion } }, world))
}

function claimsOf({ address, account, scopes, subject }: { address: string; account: string; scopes: readonly string[]; subject?: string | undefined }) {
  const seconds = Math.floor(Date.now() / 1_000)
  return { iss: account, scope: scopes.join(' '), aud: tokenUrl(address), iat: seconds, exp: seconds + lifeSeconds, jti: randomUUID(), ...(subject && { sub: subject }) }
} // prettier-ignore

function tokenUrl(address: string): string {
  return `${addressOfService(address, 'oauth2')}/token`
}

type Sent = { form?: Record<string, string>; json?: object; bearer?: string }

async function post(url: string, { form, json, bearer }: Sent, world: ConnectorWorld): Promise<unknown> {
  const init: NamedInit = {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'user-agent': 'standdown',
      'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
    },
    body: form ? new URLSearchParams(form).toString() : JSON.stringify(json),
    signal: world.signal,
    callName: call,
  }
  const response = await world.fetch(url, init)
  const answer = jsonOf(await response.text())
  if (!response.ok) throw refused(response, answer, new URL(url))
  return answer
}

function minted(answer: unknown): Minted {
  const { data } = Token.safeParse(answer)
  if (!data) throw noToken()
  return { token: data.access_token, livesMs: (data.expires_in ?? lifeSeconds) * 1_000 }
}

const steps = [
  [/:generateAccessToken$/, 'the pool’s principal may not impersonate the service account (roles/iam.workloadIdentityUser)'],
  [/:signJwt$/, 'the pool’s principal may not sign for the service account (roles/iam.serviceAccountTokenCreator)'],
  [/\/v1\/token$/, 'the pool does not take the token: look at issuer, audience and attribute condition'],
  [/\/token$/, 'Google does not take the signed statement: look at the key, the service account, and in whose name it asks'],
] as const

/** Google answers 400 or 403 here to what it does not let in: that is a refused credential, whatever the number. Of its words only the name of the error is told. */
function refused(response: Response, answer: unknown, { pathname }: URL): CallError {
  const error = Refusal.safeParse(answer).data?.error
  const named = typeof error === 'string' ? error : error?.status
  if (named === undefined && response.status < 500 && response.status !== 429) return noAuthorizationServer(call, response.status)
  const name = named && /^[\w-]{1,60}$/.test(named) ? `${named}, ` : ''
  const says = `${name}${steps.find(([path]) => path.test(pathname))?.[1] ?? 'refused'}.`
  // What was not delegated is missing alone: the same account is let in for another scope.
  if (named === 'unauthorized_client') return statusError(call, 403, `${name}the service account was not delegated this scope.`)
  if (response.status < 500 && response.status !== 429) return statusError(call, 401, says)
  return withAskedWait(statusError(call, response.status), (field) => response.headers.get(field))
}

function noToken(): CallError {
  return new CallError('provider', `${call} answered no access token.`, { call, why: 'malformed' })
}

function unusable(says: string): CallError {
  return new CallError('provider', says, { call, status: 401, why: 'not-permitted' })
}
