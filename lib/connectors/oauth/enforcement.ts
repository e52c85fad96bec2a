import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { NamedInit } from '../http/guarded-fetch.ts'
import type { Confirmation } from './claims.ts'
import type { Resource } from './lines.ts'
import { strangeCertificate } from './strange-certificate.ts'

/**
 * Whether resource servers check what a token is bound to, by trying: the token is sent to an address that only reads, without its proof or
 * certificate, and with those of another. Taken anywhere: a copy works there, and the token is a bearer token. Refused everywhere: they do, where it is also shown that
 * they are not simply refusing all there is; nobody here can show the token as its holder would.
 */
export type Enforcement = { verified: boolean | 'not-reported'; says: string }

export type Trying = {
  resources: readonly Resource[]
  /** Whether an administrator allowed it. */
  isAllowed: boolean
  world: Pick<ConnectorWorld, 'fetch' | 'signal'>
  /** What addresses answer to whoever sends no token, kept for one run. */
  open: Map<string, Promise<Answer>>
  /** By what it is shown that addresses let a token in, and whether they look at proofs before tokens; kept for one run as well. */
  lettingIn: Map<string, Promise<string | null>>
  checkingProofs: Map<string, Promise<boolean>>
}

/** How one try ended, and how it was made. `errors`: the codes that the challenge names (RFC 6750, 3; RFC 9449, 7.1). */
type Answer = { status: number | null; nonce: string | null; errors: readonly string[] }
type Outcome = 'taken' | 'refused' | 'unclear'
type Tried = { outcome: Outcome; says: string }

/** `lives`: its server was asked, and called it active. */
export type Bound = { token: string; audience: readonly string[] | null; confirmation: Confirmation; lives: boolean }
/** Tokens of the same server that are bound to nothing: by one of them it is shown that a resource server lets tokens in. */
export type Unbound = () => AsyncIterable<Pick<Bound, 'token' | 'audience'>>

export async function enforcementOf(bound: Bound, trying: Trying, unbound: Unbound): Promise<Enforcement> {
  if (bound.confirmation === null) return { verified: false, says: 'it is bound to nothing' }
  const { addresses, untried } = placesFor(bound, trying)
  if (!trying.isAllowed) return { verified: 'not-reported', says: 'not tried: the settings do not allow it' }
  if (addresses.length === 0) return { verified: 'not-reported', says: 'not tried: no address of its resource server is set' }
  const tries = []
  for (const address of addresses) tries.push(await tryBoundAt(address, bound, trying, unbound))
  const says = [...tries.map((one) => one.says), ...untried.map((audience) => `not tried at ${audience}`)].join('; ').slice(0, 300)
  const taken = tries.find(({ outcome }) => outcome === 'taken')
  if (taken) return { verified: false, says: taken.says.slice(0, 300) }
  const isSure = untried.length === 0 && tries.every(({ outcome }) => outcome === 'refused')
  return { verified: isSure ? true : 'not-reported', says }
}

/**
 * Whether an unbound token is still taken, though its server calls it over: only where it may be tried at all. It is refused where another one
 * is let in.
 */
export async function stillTaken(
  { token, audience, confirmation }: Omit<Bound, 'lives'>,
  trying: Trying,
  unbound: Unbound,
): Promise<Tried | null> {
  const { addresses, untried } = placesFor({ audience }, trying)
  if (confirmation !== null || !trying.isAllowed || addresses.length === 0) return null
  const tries: Tried[] = []
  for (const address of addresses) {
    const tried = await judged(address, [['as a bearer token', await send(address, { authorization: `Bearer ${token}` }, trying)]], trying)
    const isShown = tried.outcome !== 'refused' || (await letsIn(address, trying, unbound)) !== null
    tries.push(isShown ? tried : { ...tried, outcome: 'unclear' })
  }
  const taken = tries.find(({ outcome }) => outcome === 'taken')
  if (taken) return taken
  const isOver = untried.length === 0 && tries.every(({ outcome }) => outcome === 'refused')
  const says = tries.map((one) => one.says).join('; ')
  return { outcome: isOver ? 'refused' : 'unclear', says: says.slice(0, 300) }
}

/** Where a token may be shown: at the resource servers it is for. One that names no audience is shown only where there is a single one. */
function placesFor(
  { audience }: Pick<Bound, 'audience'>,
  { resources }: Trying,
): { addresses: readonly string[]; untried: readonly string[] } {
  const isFor = (resource: Resource) =>
    (audience?.length ? false : resources.length === 1) || resource.audiences.some((one) => audience?.includes(one))
  const at = resources.filter((resource) => resource.tryAt !== null && isFor(resource))
  const untried = (audience ?? []).filter((one) => !at.some(({ audiences }) => audiences.includes(one)))
  return { addresses: [...new Set(at.flatMap(({ tryAt }) => tryAt ?? []))], untried }
}

async function tryBoundAt(address: string, { token, confirmation, lives }: Bound, trying: Trying, unbound: Unbound): Promise<Tried> {
  const tries: (readonly [how: string, answer: Answer])[] = []
  const asBearer = confirmation === 'mtls' ? 'without its certificate' : 'as a bearer token'
  tries.push([asBearer, await send(address, { authorization: `Bearer ${token}` }, trying)])
  const proved = confirmation === 'dpop' && {
    without: await send(address, { authorization: `DPoP ${token}` }, trying),
    byAnother: await sendWithOtherProof(address, token, trying),
  }
  // Who wants a certificate, and compares it with nothing, refuses the first of these two and takes the second.
  if (confirmation === 'mtls' && isByTls(address))
    tries.push(['with another certificate', await send(address, { authorization: `Bearer ${token}` }, trying, strangeCertificate())])
  if (proved) tries.push(['without a proof', proved.without], ['with the proof of another key', proved.byAnother])
  const tried = await judged(address, tries, trying)
  if (tried.outcome !== 'refused') return tried
  const because = (says: string) => `${tried.says}; ${says}`
  const ofKeys = proved && (await comparesKeys(address, token, proved.byAnother, trying))
  if (ofKeys) return { outcome: 'refused', says: because(ofKeys) }
  // What is over is refused for that.
  if (!lives) return { outcome: 'unclear', says: because('that it lives is not known, so that a refusal shows nothing') }
  const shows = confirmation === 'mtls' && isByTls(address)
  const letIn = await letsIn(address, trying, unbound, shows)
  if (!letIn)
    return { outcome: 'unclear', says: because(`that it lets any token in${shows ? ' with such a certificate' : ''} is not shown`) }
  const untried = untriedOf(confirmation, address)
  return untried ? { outcome: 'unclear', says: because(untried) } : { outcome: 'refused', says: because(letIn) }
}

/** Why nothing of another's can be shown in the place of what a token is bound to; null where it was. */
function untriedOf(confirmation: Confirmation, address: string): string | null {
  // How its key would be shown is in no standard that is tried here.
  if (confirmation === 'other') return 'it cannot be tried with the proof of another key'
  return confirmation === 'mtls' && !isByTls(address) ? 'without TLS it cannot be tried with another certificate' : null
}

const isByTls = (address: string) => address.startsWith('https:')

/**
 * A resource server that calls our proof invalid, and lets one that is made alike pass to find fault with a made-up token, has nothing against
 * the proof but whose key it is by (RFC 9449, 4.3 and 7.1). Null where it does not tell these apart.
 */
async function comparesKeys(address: string, token: string, { errors }: Answer, trying: Trying): Promise<string | null> {
  if (!errors.includes(wrongProof)) return null
  const known = trying.checkingProofs.get(address) ?? checksProofsFirst(address, madeUpLike(token), trying)
  trying.checkingProofs.set(address, known)
  return (await known) ? `its error there is ${wrongProof}, and the proof is sound but for its key` : null
}

/** Whether proofs are looked at before the token is, and sound ones pass: nobody ever issued this one. */
async function checksProofsFirst(address: string, madeUp: string, trying: Trying): Promise<boolean> {
  const isRefusedBy = (error: string, answer: Answer) => outcomeOf(answer) === 'refused' && answer.errors.includes(error)
  const sound = await sendWithOtherProof(address, madeUp, trying)
  if (!isRefusedBy('invalid_token', sound) || sound.errors.includes(wrongProof)) return false
  return isRefusedBy(wrongProof, await sendWithOtherProof(address, madeUp, trying, 'forged'))
}

const wrongProof = 'invalid_dpop_proof'

/** The same up to its last dot, and random behind it: a JWT of another signature, or another text of that length. */
function madeUpLike(token: string): string {
  const cut = token.lastIndexOf('.') + 1
  return (
    token.slice(0, cut) +
    randomBytes(token.length)
      .toString('base64url')
      .slice(0, token.length - cut)
  )
}

/**
 * Whether a token that is bound to nothing is let in there, and nobody without one is. `shows`: with a certificate that is nobody's, since who
 * refuses every certificate of a strange authority, whatever the token, need compare it with none.
 */
function letsIn(address: string, trying: Trying, unbound: Unbound, shows = false): Promise<string | null> {
  const key = shows ? `${address} with another certificate` : address
  const known = trying.lettingIn.get(key) ?? lookForOneLetIn(address, trying, unbound, shows)
  trying.lettingIn.set(key, known)
  return known
}

const mostControls = 10

async function lookForOneLetIn(address: string, trying: Trying, unbound: Unbound, shows: boolean): Promise<string | null> {
  let left = mostControls
  for await (const { token, audience } of unbound()) {
    if (!placesFor({ audience }, trying).addresses.includes(address)) continue
    const answer = await send(address, { authorization: `Bearer ${token}` }, trying, shows ? strangeCertificate() : undefined)
    if (outcomeOf(answer) === 'taken') return outcomeOf(await withoutToken(address, trying)) === 'refused' ? `${answer.status} for a token that is bound to nothing${shows ? ', with such a certificate' : ''}` : null
    if (--left === 0) return null
  }
  return null
} // prettier-ignore

async function judged(address: string, tries: readonly (readonly [how: string, answer: Answer])[], trying: Trying): Promise<Tried> {
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
function outcomeOf({ status, errors }: Answer): Outcome {
  if (status === null) return 'unclear'
  if (status >= 200 && status < 300) return 'taken'
  return status === 401 && !errors.includes('insufficient_scope') ? 'refused' : 'unclear'
}

function withoutToken(address: string, trying: Trying): Promise<Answer> {
  const known = trying.open.get(address) ?? send(address, {}, trying)
  trying.open.set(address, known)
  return known
}

/** A proof that is right in everything but its key (RFC 9449, 4.3): only who compares it with cnf.jkt refuses it. `forged`: its signature is wrong too. */
async function sendWithOtherProof(address: string, token: string, trying: Trying, how: 'sound' | 'forged' = 'sound'): Promise<Answer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)
  const ath = createHash('sha256').update(token).digest('base64url')
  const proof = async (nonce: string | null) => {
    const signed = await new SignJWT({ htm: 'GET', htu: address.replace(/[?#].*$/, ''), ath, jti: randomUUID(), ...(nonce !== null && { nonce }) })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setIssuedAt()
      .sign(privateKey)
    return how === 'sound' ? signed : madeUpLike(signed)
  }
  const first = await send(address, { authorization: `DPoP ${token}`, dpop: await proof(null) }, trying)
  if (first.status !== 401 || !first.errors.includes('use_dpop_nonce')) return first
  return send(address, { authorization: `DPoP ${token}`, dpop: await proof(first.nonce) }, trying)
} // prettier-ignore

/** One GET, once: a try that fails shows nothing, and is not worth a second one. It follows no redirect, since the token would go along. */
async function send(address: string, headers: Record<string, string>, { world }: Trying, shows?: NamedInit['shows']): Promise<Answer> {
  const init: NamedInit = { headers: { 'user-agent': 'standdown', accept: '*/*', ...headers }, redirect: 'manual', signal: world.signal, ...(shows && { shows }) }
  try {
    const response = await world.fetch(address, init)
    await response.body?.cancel()
    const challenge = response.headers.get('www-authenticate') ?? ''
    const errors = [...challenge.matchAll(/(?:^|[\s,])error\s*=\s*"?(\w+)/gi)].map(([, code = '']) => code.toLowerCase())
    return { status: response.status, nonce: response.headers.get('dpop-nonce'), errors }
  } catch (error) {
    world.signal.throwIfAborted()
    if (!(error instanceof CallError)) throw error
    return { status: null, nonce: null, errors: [] }
  }
} // prettier-ignore
