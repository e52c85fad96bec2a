import type { ControlSighting, Gap, Observation, Sighting } from '../../model/sighting.ts'
import { Failures, gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Place } from '../rest/listing.ts'
import { confirmationOf } from './claims.ts'
import { enforcementOf, stillTaken, type Unbound } from './enforcement.ts'
import { introspect, introspectionCall, type Introspected, type Introspection } from './introspection.ts'
import { readJwt, signatureOf, type Jwt, type Signature } from './jwt.ts'
import type { Keys } from './keys.ts'
import type { GivenToken } from './lines.ts'
import { endpointOf, type Metadata } from './metadata.ts'
import type { Reading } from './reading.ts'
import { claimsOf, sightingOf } from './sighting.ts'

export const tokensObject = 'OAuth tokens'
const fix = 'It takes a client that the server lets introspect tokens of others.'
export const tokenKinds = ['oauth.access-token', 'oauth.refresh-token', 'oauth.token'] as const

/** What came of one token. `over`: its server says so, and nothing else. */
export type Looked =
  { is: 'live'; token: Sighting; control: ControlSighting | null } | { is: 'over'; sure: boolean } | { is: 'left-out'; why: CallError }

/** How tokens of this run are looked at; `asks` is null where no server can be asked, and says why. */
export type Looking = {
  reading: Reading
  asks: Introspection | null
  silence: string
  keys: Keys | null
  revocation: string | null
  /** What the server said of the first tokens: they are asked about again for what they show of others. */
  asked: Map<string, Promise<Introspected>>
}

const atOnce = 20
const betweenMarks = 100
/** Among so many tokens one is looked for that is bound to nothing. */
const mostAsked = 50

/** Every token that was given, one question each. */
export async function* tokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const given = await reading.given()
  if (given.length === 0) return
  const failures = new Failures(tokensObject, fix)
  const leftOut = new Failures(tokensObject, '', Infinity)
  let looking: Looking
  try {
    looking = await openLooking(reading)
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, tokensObject, fix) }
    return
  }
  let { seen, refused } = from
  let over = 0
  // "Not active" is also what a server says to whoever may not ask: it is believed once the same client was told that another is active.
  let heard = false
  let unsaid: string[] = []
  let tried = 0
  for (let at = Number(from.next ?? 0); at < given.length; at += atOnce) {
    reading.world.signal.throwIfAborted()
    if (failures.hopeless) break
    const slice = given.slice(at, at + atOnce)
    const results = await Promise.all(slice.map((one) => lookAt(one, looking).catch((error: unknown) => error)))
    for (const [index, looked] of results.entries()) {
      if (!isLooked(looked)) failures.failed(looked)
      else if (looked.is === 'left-out') leftOut.failed(looked.why)
      else {
        failures.worked()
        if (looked.is === 'live') {
          seen += 1
          heard ||= looked.token.tags.introspection === 'active'
          if (isTried(looked.token)) tried += 1
          yield { see: 'token', token: looked.token }
          if (looked.control) yield { see: 'control', control: looked.control }
        } else {
          over += 1
          const externalId = reading.world.fingerprint(slice[index]!.token)
          if (looked.sure) yield { see: 'ended', externalId }
          else unsaid.push(externalId)
        }
      }
    }
    if (heard) for (const externalId of unsaid) yield { see: 'ended', externalId }
    if (heard) unsaid = []
    refused ||= failures.any || leftOut.any
    const next = at + atOnce
    if (next % betweenMarks !== 0 || next >= given.length || unsaid.length > 0) continue
    yield* failures.pending()
    yield* leftOut.pending()
    yield { see: 'mark', cursor: { phase: 'tokens', next: String(next), page: next / betweenMarks, seen, refused }, expected: given.length }
  }
  yield* failures.rest()
  yield* leftOut.rest()
  if (unsaid.length > 0) {
    yield { see: 'gap', gap: allOver(unsaid.length) }
    refused = true
  }
  yield { see: 'covered', object: tokensObject, seen, ...(refused ? {} : { kinds: tokenKinds }) }
  yield { see: 'covered', object: overObject, seen: over }
  yield { see: 'covered', object: triedObject, seen: tried }
}

function allOver(count: number): Gap {
  const says = `The server calls ${count === 1 ? 'the one token' : `all ${count} tokens`} that it was asked about not active, and none active: it says the same to a client that may not ask. Nothing is taken as over. Let the client introspect, or add a token that is known to work.`
  return { object: tokensObject, call: introspectionCall, why: 'inconsistent', says }
}

export const overObject = 'OAuth tokens that their server calls over'
export const triedObject = 'OAuth bindings that were tried'

function isTried({ binding, popVerified }: Sighting): boolean {
  return binding !== 'bearer' && popVerified !== 'not-reported'
}

function isLooked(value: unknown): value is Looked {
  return typeof value === 'object' && value !== null && 'is' in value
}

/** Throws CallError where the server itself cannot be read. */
export async function openLooking(reading: Reading): Promise<Looking> {
  const { settings, world, calls, client } = reading
  const metadata = await reading.metadata()
  // A key set that cannot be read is told where it is read; here it only means that nothing can be checked.
  const keys = await reading.keys().then((read) => read?.keys ?? null, () => null) // prettier-ignore
  const endpoint = client && endpointOf('introspection', metadata, settings)
  const silence = client ? 'its metadata names no introspection endpoint' : 'no client is given that may ask'
  const looking = { reading, silence, keys, revocation: revocationOf(metadata, settings), asked: new Map<string, Promise<Introspected>>() }
  if (!client || !endpoint) return { ...looking, asks: null }
  if (settings.introspection === 'plain') return { ...looking, asks: { calls, endpoint, client, signedBy: null } }
  if (!keys) throw new CallError('provider', 'Signed answers are asked for, and the server’s keys cannot be read.', { call: introspectionCall, why: 'failed' })
  return { ...looking, asks: { calls, endpoint, client, signedBy: { keys, issuer: settings.issuer, now: world.now } } }
} // prettier-ignore

function revocationOf(metadata: Metadata, settings: Reading['settings']): string | null {
  return settings.revocationEndpoint ?? metadata.revocation_endpoint ?? null
}

/** Looks at one token. Throws CallError where the server could not be asked. */
export async function lookAt(given: GivenToken, looking: Looking): Promise<Looked> {
  const jwt = readJwt(given.token)
  const checked = jwt ? await checkedJwt(given, jwt, looking) : null
  if (checked instanceof CallError) return { is: 'left-out', why: checked }
  const answer = await askAbout(given.token, looking)
  if (answer.is === 'active') {
    const { issuer } = looking.reading.settings
    if (answer.claims.iss && answer.claims.iss !== issuer) return { is: 'left-out', why: foreign(introspectionCall) }
    return live(given, looking, { jwt, signature: checked, introspected: answer.claims, calledOver: null })
  }
  if (!jwt) return answer.is === 'inactive' ? { is: 'over', sure: false } : { is: 'left-out', why: unasked(looking.silence) }
  if (answer.is === 'not-asked') return live(given, looking, { jwt, signature: checked, introspected: null, calledOver: null })
  return calledOver(given, looking, jwt, checked)
}

function askAbout(token: string, { asks, asked }: Looking): Promise<Introspected> {
  const answer = asked.get(token) ?? (asks ? introspect(token, asks) : Promise.resolve({ is: 'not-asked' as const }))
  if (asked.size < mostAsked) asked.set(token, answer)
  return answer
}

/** Those of the first tokens that are bound to nothing and may live: one that is let in somewhere does. What cannot be read is none. */
async function* unboundOf(looking: Looking): ReturnType<Unbound> {
  for (const given of (await looking.reading.given()).slice(0, mostAsked)) {
    const jwt = readJwt(given.token)
    if (jwt && (await checkedJwt(given, jwt, looking)) instanceof CallError) continue
    const answer = await askAbout(given.token, looking).catch(() => null)
    const introspected = answer?.is === 'active' ? answer.claims : null
    if (!answer || !(introspected ?? jwt)) continue
    const claims = claimsOf({ jwt, introspected })
    if (confirmationOf(claims) === null) yield { token: given.token, audience: claims.aud ?? null }
  }
}

/**
 * A JWT that its server calls over. Some servers say that of every JWT, since they keep none; and a resource server that checks the signature
 * alone takes it until it ends. So it is over when it ends, or is refused where it may be tried and another is let in.
 */
async function calledOver(given: GivenToken, looking: Looking, jwt: Jwt, signature: Signature | null): Promise<Looked> {
  const { exp, aud } = jwt.claims
  if (exp instanceof Date && exp <= looking.reading.world.now) return { is: 'over', sure: true }
  const bound = { token: given.token, audience: aud ?? null, confirmation: confirmationOf(jwt.claims) }
  const tried = await stillTaken(bound, looking.reading.trying, () => unboundOf(looking))
  if (tried?.outcome === 'refused') return { is: 'over', sure: true }
  const shown =
    tried?.outcome === 'taken' ? `it is taken all the same (${tried.says})` : 'who checks its signature alone takes it until it ends'
  return live(given, looking, { jwt, signature, introspected: null, calledOver: `${introspectionCall} active is false; ${shown}` })
}

type Known = { jwt: Jwt | null; signature: Signature | null; introspected: Extract<Introspected, { is: 'active' }>['claims'] | null; calledOver: string | null } // prettier-ignore

async function live(given: GivenToken, looking: Looking, known: Known): Promise<Looked> {
  const { reading, revocation } = looking
  const { world, settings, trying } = reading
  const claims = claimsOf(known)
  const audience = claims.aud ?? null
  const bound = { token: given.token, audience, confirmation: confirmationOf(claims), lives: known.introspected !== null }
  const enforcement = await enforcementOf(bound, trying, () => unboundOf(looking))
  const id = world.fingerprint(given.token)
  const token = sightingOf({ given, id, issuer: settings.issuer, enforcement, revocation, ...known })
  const evidence = `aud of ${known.introspected ? introspectionCall : 'the token'}: ${audience?.[0] ?? ''}`.slice(0, 2_000)
  const control = audience?.length === 1 ? { type: 'audience' as const, on: { token: id }, evidence, evidencedAt: world.now } : null
  return { is: 'live', token, control }
}

/** A JWT is of this server, by its word and its signature, or it is left out, and shown to no one. */
async function checkedJwt({ token }: GivenToken, jwt: Jwt, { reading, keys }: Looking): Promise<Signature | CallError> {
  const call = 'reading a JWT'
  if (jwt.claims.iss && jwt.claims.iss !== reading.settings.issuer) return foreign(call)
  const signature = await signatureOf(token, jwt, keys)
  if (signature.is !== 'wrong') return signature
  return new CallError('provider', 'A JWT’s signature is not by the server’s key that it names: it is not what it says, and was left out.', { call, why: 'malformed' }) // prettier-ignore
}

function foreign(call: string): CallError {
  return new CallError('provider', 'A token is of another issuer than this source; it was left out. Give it to the source of its own server.', { call, why: 'inconsistent' }) // prettier-ignore
}

function unasked(silence: string): CallError {
  return new CallError('provider', `A token that is no JWT says nothing by itself, and its server could not be asked: ${silence}.`, { call: introspectionCall, why: 'not-permitted' }) // prettier-ignore
}
