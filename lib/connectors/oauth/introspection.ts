import { errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { CallError } from '../http/call-error.ts'
import { jsonOf } from '../http/json-of.ts'
import { whatIsWrong } from '../wire.ts'
import { errorWord, malformed, type Answered, type Calls } from './calls.ts'
import { Claims } from './claims.ts'
import type { Client } from './client.ts'
import { algorithms, type Keys } from './keys.ts'

const signedType = 'application/token-introspection+jwt'
/** How old a signed answer may be: one that was kept from before would call a revoked token active. */
const freshSeconds = 3_600

export const introspectionCall = 'POST introspection'

/**
 * What the server says of a token. `inactive` is all it says of one that is over, that it never made, or that this client may not see (RFC 7662,
 * 2.2). `not-asked`: it does not introspect tokens of this form.
 */
export type Introspected = { is: 'active'; claims: Claims } | { is: 'inactive' } | { is: 'not-asked' }

export type Introspection = {
  calls: Calls
  endpoint: string
  client: Client
  /** Set where only signed answers count (RFC 9701). */
  signedBy: { keys: Keys; issuer: string; now: Date } | null
}

const Answer = z.object({ active: z.boolean() })
const Signed = z.object({ token_introspection: z.unknown().optional() })

/** Asks the server about one token. Throws CallError; 401 means that the client itself is refused. */
export async function introspect(token: string, { calls, endpoint, client, signedBy }: Introspection): Promise<Introspected> {
  const unsupported = new CallError('provider', 'not introspected', { call: introspectionCall, why: 'failed' })
  try {
    const answered = await calls.ask({
      method: 'POST',
      url: endpoint,
      name: introspectionCall,
      accept: signedBy ? signedType : 'application/json',
      async send() {
        const { headers, form } = await client.prove()
        return { headers, form: { token, ...form } }
      },
      judge: (refused) => (refused.status === 400 && errorWord(refused) === 'unsupported_token_type' ? unsupported : null),
    })
    return read(signedBy ? await opened(answered, client, signedBy) : jsonOf(answered.text))
  } catch (error) {
    if (error === unsupported) return { is: 'not-asked' }
    throw error
  }
}

function read(body: unknown): Introspected {
  const answer = Answer.safeParse(body)
  if (!answer.success) throw malformed(introspectionCall, 'something that is no introspection')
  if (!answer.data.active) return { is: 'inactive' }
  const claims = Claims.safeParse(body)
  if (!claims.success) throw malformed(introspectionCall, whatIsWrong(claims.error))
  return { is: 'active', claims: claims.data }
}

/** The answer inside a signed one: of this server, for this client, and of now. */
async function opened(
  { type, text }: Answered,
  client: Client,
  { keys, issuer, now }: NonNullable<Introspection['signedBy']>,
): Promise<unknown> {
  if (type !== signedType) throw doubted('is not signed, though signed answers are asked for: it was not believed')
  try {
    const options = { issuer, audience: client.id, typ: 'token-introspection+jwt', algorithms: [...algorithms], currentDate: now, clockTolerance: freshSeconds, requiredClaims: ['iat'] } // prettier-ignore
    const { payload } = await jwtVerify(text.trim(), keys.find, options)
    if (Math.abs((payload.iat ?? 0) - now.getTime() / 1_000) > freshSeconds)
      throw doubted('was signed more than an hour ago: it was not believed')
    return Signed.parse(payload).token_introspection
  } catch (error) {
    if (error instanceof CallError) throw error
    throw doubted(`is signed in a way that was not believed: ${whyNot(error)}`)
  }
}

function doubted(says: string): CallError {
  return new CallError('provider', `The answer of ${introspectionCall} ${says}.`, { call: introspectionCall, why: 'inconsistent' })
}

function whyNot(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed) return `its ${error.claim} is not what it has to be`
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed'
  if (error instanceof errors.JWKSNoMatchingKey) return 'the server publishes no key for it'
  return 'it is none, or encrypted'
}
