import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import type { NamedInit } from '../http/guarded-fetch.ts'
import { jsonOf } from '../http/json-of.ts'
import type { Minted } from './held-token.ts'

export type TokenAsk = {
  url: string
  /** What the call is called to people: "the sign-in to Salesforce". */
  call: string
  /** As a form (RFC 6749), or as JSON where the provider wants that. */
  form?: Readonly<Record<string, string>>
  json?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
  /** What the provider's words for a refusal mean, where that tells what to do. */
  meanings: Readonly<Record<string, string>>
  /** Where the answer does not say how long the token lives (seconds). */
  livesSeconds?: number
  world: ConnectorWorld
}

/** Most providers say it as RFC 6749 does; some put a type into an object. The text beside it could say too much, and is not read. */
const Refusal = z.object({ error: z.union([z.string().max(100), z.object({ type: z.string().max(100) }).transform(({ type }) => type)]) })
const Token = z.object({ access_token: z.string().min(1).max(20_000), expires_in: z.coerce.number().positive().max(31_536_000).nullish() })

/**
 * Asks a token endpoint for an access token. Throws CallError: 401 for whatever was refused for good, since a token endpoint answers 400 to
 * a client, a key or an assertion that it does not know.
 */
export async function askForToken({ url, call, form, json, headers = {}, meanings, livesSeconds, world }: TokenAsk): Promise<Minted> {
  const init: NamedInit = {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'standdown',
      ...headers,
    },
    body: json ? JSON.stringify(json) : new URLSearchParams(form).toString(),
    signal: world.signal,
    callName: call,
  }
  const response = await world.fetch(url, init)
  const answer = jsonOf(await response.text())
  if (!response.ok) throw refused(response, { call, answer, meanings })
  const { data } = Token.safeParse(answer)
  const seconds = data?.expires_in ?? livesSeconds
  if (!data || seconds === undefined)
    throw new CallError('provider', `${call} answered no access token: look at the address.`, { call, why: 'malformed' })
  return { token: data.access_token, livesMs: seconds * 1_000 }
}

/** Whether an answer refuses as a token endpoint does. */
export function isRefusal(answer: unknown): boolean {
  return Refusal.safeParse(answer).success
}

/** Who refuses as no authorization server does (RFC 6749, 5.2) is none: the address is to blame, and no credential. It ends a run as a refusal does. */
export function noAuthorizationServer(call: string, status: number): CallError {
  const says = `${call} was answered with ${status} and no error of an authorization server: look at the address.`
  return new CallError('provider', says, { call, status: 401, why: 'not-found' })
}

function refused(response: Response, { call, answer, meanings }: { call: string; answer: unknown; meanings: TokenAsk['meanings'] }): CallError {
  const error = Refusal.safeParse(answer).data?.error
  const word = error !== undefined && /^[\w.-]{1,100}$/.test(error) ? error : undefined
  const meaning = word !== undefined && Object.hasOwn(meanings, word) ? `, ${meanings[word]}` : ''
  const says = word === undefined ? '' : `${word}${meaning}.`
  const { status } = response
  const isForNow = status === 429 || status >= 500
  if (word === undefined && !isForNow) return noAuthorizationServer(call, status)
  return withAskedWait(statusError(call, isForNow ? status : 401, says), (name) => response.headers.get(name))
} // prettier-ignore
