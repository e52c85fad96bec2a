import type { ConnectorWorld } from '../contract.ts'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { createCaller, type Caller } from '../http/caller.ts'
import { jsonOf } from '../http/json-of.ts'

/** What an endpoint answered, whole. */
export type Answered = { status: number; type: string; headers: Headers; text: string }

type Sent = { headers?: Readonly<Record<string, string>>; form?: Readonly<Record<string, string>> }

/** One call: made anew for each try, so that what may be sent once only is made anew too. */
export type Call = {
  method: 'GET' | 'POST'
  url: string
  /** What it is called to people. */
  name: string
  accept: string
  send?(): Promise<Sent> | Sent
  /** A refusal that does not mean what its status says. */
  judge?(answered: Answered): CallError | null
}

/** Calls to endpoints that stand at addresses of their own, with our patience. Throws CallError; never passes on a body in one. */
export type Calls = { ask(call: Call): Promise<Answered>; once(call: Call): Promise<Answered> }

export function openCalls(world: ConnectorWorld): Calls {
  const { signal, log } = world
  const patient = createCaller({ signal, log, patience: world.patience })
  const once = createCaller({ signal, log, patience: { ...world.patience, attempts: 1 } })
  const by = (caller: Caller) => (call: Call) =>
    caller(
      () => callOnce(call, world),
      (error) =>
        error instanceof CallError
          ? error
          : new CallError('provider', `${call.name}: the answer could not be read.`, { call: call.name, why: 'malformed' }),
    )
  return { ask: by(patient), once: by(once) }
}

async function callOnce({ method, url, name, accept, send, judge }: Call, world: ConnectorWorld): Promise<Answered> {
  const { headers = {}, form } = (await send?.()) ?? {}
  const response = await world.fetch(url, {
    method,
    headers: {
      accept,
      'user-agent': 'standdown',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
    signal: world.signal,
  })
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const answered = { status: response.status, type, headers: response.headers, text: await response.text() }
  if (response.ok) return answered
  throw judge?.(answered) ?? withAskedWait(statusError(name, answered.status), (field) => answered.headers.get(field))
}

/** What OAuth calls the error: a word, never its description (RFC 6749, 5.2). */
export function errorWord(answered: Pick<Answered, 'text'>): string | null {
  const value = jsonOf(answered.text)
  const word = typeof value === 'object' && value !== null && 'error' in value ? value.error : null
  return typeof word === 'string' && /^[a-z_]{1,60}$/.test(word) ? word : null
}

export function malformed(call: string, what: string): CallError {
  return new CallError('provider', `${call} answered ${what}.`, { call, why: 'malformed' })
}
