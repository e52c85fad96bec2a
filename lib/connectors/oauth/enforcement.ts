import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Confirmation } from './claims.ts'
import type { Resource } from './lines.ts'

/**
 * Whether resource servers check what a token is bound to, by trying: the token is sent to an address that only reads, without its proof or
 * certificate. Refused everywhere: they do. Taken anywhere: a copy works there, and the token is a bearer token.
 */
export type Enforcement = { verified: boolean | 'not-reported'; says: string }

export type Trying = {
  resources: readonly Resource[]
  /** Whether an administrator allowed it. */
  isAllowed: boolean
  world: Pick<ConnectorWorld, 'fetch' | 'signal'>
  /** What addresses answer to whoever sends no token, kept for one run. */
  open: Map<string, Promise<Answer>>
}

/** How one try ended, and how it was made. */
type Answer = { status: number | null; nonce: string | null; asksNonce: boolean; lacksScope: boolean }
type Outcome = 'taken' | 'refused' | 'unclear'

type Bound = { token: string; audience: readonly string[] | null; confirmation: Confirmation }

export async function enforcementOf(bound: Bound, trying: Trying): Promise<Enforcement> {
  if (bound.confirmation === null) return { verified: false, says: 'it is bound to nothing' }
  const { addresses, untried } = placesFor(bound, trying)
  if (!trying.isAllowed) return { verified: 'not-reported', says: 'not tried: the settings do not allow it' }
  if (addresses.length === 0) return { verified: 'not-reported', says: 'not tried: no address of its resource server is set' }
  const tries = []
  for (const address of addresses) tries.push(await tryBoundAt(address, bound, trying))
  const says = [...tries.map((one) => one.says), ...untried.map((audience) => `not tried at ${audience}`)].join('; ').slice(0, 300)
  const taken = tries.find(({ outcome }) => outcome === 'taken')
  if (taken) return { verified: false, says: taken.says.slice(0, 300) }
  const isSure = untried.length === 0 && tries.every(({ outcome }) => outcome === 'refused')
  return { verified: isSure ? true : 'not-reported', says }
}

/** Whether an unbound token is still taken, though its server calls it over: only where it may be tried at all. */
export async function stillTaken(
  { token, audience, confirmation }: Bound,
  trying: Trying,
): Promise<{ outcome: Outcome; says: string } | null> {
  const { addresses, untried } = placesFor({ token, audience, confirmation }, trying)
  if (confirmation !== null || !trying.isAllowed || addresses.length === 0) return null
  const tries = []
  for (const address of addresses)
    tries.push(await judged(address, [['as a bearer token', await send(address, { authorization: `Bearer ${token}` }, trying)]], trying))
  const taken = tries.find(({ outcome }) => outcome === 'taken')
  if (taken) return taken
  const isOver = untried.length === 0 && tries.every(({ outcome }) => outcome === 'refused')
  return {
    outcome: isOver ? 'refused' : 'unclear',
    says: tries
      .map(({ says }) => says)
      .join('; ')
      .slice(0, 300),
  }
}

/** Where a token may be shown: at the resource servers it is for. One that names no audience is shown only where there is a single one. */
function placesFor({ audience }: Bound, { resources }: Trying): { addresses: readonly string[]; untried: readonly string[] } {
  const isFor = (resource: Resource) =>
    (audience?.length ? false : resources.length === 1) || resource.audiences.some((one) => audience?.includes(one))
  const at = resources.filter((resource) => resource.tryAt !== null && isFor(resource))
  const untried = (audience ?? []).filter((one) => !at.some(({ audiences }) => audiences.includes(one)))
  return { addresses: [...new Set(at.flatMap(({ tryAt }) => tryAt ?? []))], untried }
}

async function tryBoundAt(address: string, { token, confirmation }: Bound, trying: Trying): Promise<{ outcome: Outcome; says: string }> {
  const tries: (readonly [how: string, answer: Answer])[] = []
  const asBearer = confirmation === 'mtls' ? 'without its certificate' : 'as a bearer token'
  tries.push([asBearer, await send(address, { authorization: `Bearer ${token}` }, trying)])
  if (confirmation === 'dpop') {
    tries.push(['without a proof', await send(address, { authorization: `DPoP ${token}` }, trying)])
    tries.push(['with the proof of another key', await sendWithOtherProof(address, token, trying)])
  }
  return judged(address, tries, trying)
}

async function judged(address: string, tries: readonly (readonly [how: string, answer: Answer])[], trying: Trying): Promise<{ outcome: Outcome; says: string }> {
  const { host, pathname } = new URL(address)
  const at = `GET ${host}${pathname.slice(0, 80)}`
  const told = (some: typeof tries) => some.map(([how, { status }]) => `${status ?? 'no answer'} ${how}`).join(', ')
  const taken = tries.filter(([, answer]) => outcomeOf(answer) === 'taken')
  if (taken.length > 0) {
    // Whoever is let in without any token shows nothing by being let in with this one.
    const without = await withoutToken(address, trying)
    if (outcomeOf(without) !== 'refused') return { outcome: 'unclear', says: `${at}: ${told(taken)}, and ${without.status ?? 'no answer'} without any token, which shows nothing` }
    return { outcome: 'taken', says: `${at}: ${told(taken)}` }
  }
  return { outcome: tries.every(([, answer]) => outcomeOf(answer) === 'refused') ? 'refused' : 'unclear', says: `${at}: ${told(tries)}` }
} // prettier-ignore

/** Refused for what it may is not refused for how it is bound: 403, and 401 that says so (RFC 6750, 3.1), show nothing. */
function outcomeOf({ status, lacksScope }: Answer): Outcome {
  if (status === null) return 'unclear'
  if (status >= 200 && status < 300) return 'taken'
  return status === 401 && !lacksScope ? 'refused' : 'unclear'
}

function withoutToken(address: string, trying: Trying): Promise<Answer> {
  const known = trying.open.get(address) ?? send(address, {}, trying)
  trying.open.set(address, known)
  return known
}

/** A proof that is right in everything but its key (RFC 9449, 4.3): only who compares it with cnf.jkt refuses it. */
async function sendWithOtherProof(address: string, token: string, trying: Trying): Promise<Answer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)
  const ath = createHash('sha256').update(token).digest('base64url')
  const proof = (nonce: string | null) =>
    new SignJWT({ htm: 'GET', htu: address.replace(/[?#].*$/, ''), ath, jti: randomUUID(), ...(nonce !== null && { nonce }) })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setIssuedAt()
      .sign(privateKey)
  const first = await send(address, { authorization: `DPoP ${token}`, dpop: await proof(null) }, trying)
  if (!first.asksNonce) return first
  return send(address, { authorization: `DPoP ${token}`, dpop: await proof(first.nonce) }, trying)
}

/** One GET, once: a try that fails shows nothing, and is not worth a second one. It follows no redirect, since the token would go along. */
async function send(address: string, headers: Record<string, string>, { world }: Trying): Promise<Answer> {
  try {
    const response = await world.fetch(address, { headers: { 'user-agent': 'standdown', accept: '*/*', ...headers }, redirect: 'manual', signal: world.signal })
    await response.body?.cancel()
    const challenge = response.headers.get('www-authenticate') ?? ''
    const asksNonce = response.status === 401 && /use_dpop_nonce/.test(challenge)
    return { status: response.status, nonce: response.headers.get('dpop-nonce'), asksNonce, lacksScope: /insufficient_scope/.test(challenge) }
  } catch (error) {
    world.signal.throwIfAborted()
    if (!(error instanceof CallError)) throw error
    return { status: null, nonce: null, asksNonce: false, lacksScope: false }
  }
} // prettier-ignore
