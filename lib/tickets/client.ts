import type { ConnectorWorld } from '../connectors/contract.ts'
import { withAskedWait } from '../connectors/http/asked-wait.ts'
import { CallError, statusError } from '../connectors/http/call-error.ts'
import { createCaller, type Patience } from '../connectors/http/caller.ts'
import type { JiraCredential, JiraSettings } from './settings.ts'

export type JiraWorld = Pick<ConnectorWorld, 'fetch' | 'signal' | 'log' | 'patience'>

export type Jira = {
  flavour: JiraSettings['flavour']
  /** The path that the REST interface of this flavour begins with. */
  rest: '/rest/api/3' | '/rest/api/2'
  /** One read, tried again with patience. A path is under the base address. Throws CallError. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>
  /** A question that has to be posted; it changes nothing, and is tried again like a read. */
  ask(path: string, body: object): Promise<unknown>
  /** One change: sent once, whatever comes of it. Throws CallError; its status says whether Jira answered. */
  send(path: string, body: object): Promise<unknown>
}

/** For somebody who waits before a page. */
export const shortPatience: Partial<Patience> = { attempts: 3, longestWaitMs: 5_000, totalWaitMs: 10_000, tryMs: 30_000 }
/** For a job that comes again in an hour. */
export const jobPatience: Partial<Patience> = { attempts: 4, longestWaitMs: 120_000, totalWaitMs: 300_000, tryMs: 60_000, concurrency: 3 }

/**
 * Jira's REST interface over the guarded fetch: version 3 with an account's API token in the cloud, version 2 with a personal access
 * token elsewhere. Answers are read as JSON and nothing of a refusal is passed on but which of our fields it names.
 */
export function openJira(settings: Pick<JiraSettings, 'flavour' | 'baseUrl'>, credential: JiraCredential, world: JiraWorld): Jira {
  const authorization =
    'email' in credential
      ? `Basic ${Buffer.from(`${credential.email}:${credential.token}`, 'utf8').toString('base64')}`
      : `Bearer ${credential.token}`
  const patient = createCaller({ signal: world.signal, log: world.log, patience: world.patience })
  const once = createCaller({ signal: world.signal, log: world.log, patience: { ...world.patience, attempts: 1 } })

  async function call(
    method: 'GET' | 'POST',
    path: string,
    { query = {}, body }: { query?: Readonly<Record<string, string>>; body?: object },
  ) {
    const url = new URL(`${settings.baseUrl}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const named = `${method} ${url.origin}${url.pathname}`
    const answer = await world.fetch(url, {
      method,
      headers: { accept: 'application/json', authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      // A Jira that sends us on to a page to sign in has not let us in; nothing of ours follows.
      redirect: 'manual',
    })
    if (answer.status >= 200 && answer.status < 300) return read(named, answer)
    throw await refusal(named, answer)
  }

  const judge = (path: string) => (error: unknown) =>
    error instanceof CallError
      ? error
      : new CallError('provider', `${path}: the answer could not be read.`, { call: path, why: 'malformed' })

  return {
    flavour: settings.flavour,
    rest: settings.flavour === 'cloud' ? '/rest/api/3' : '/rest/api/2',
    get: (path, query) => patient(() => call('GET', path, { ...(query && { query }) }), judge(path)),
    ask: (path, body) => patient(() => call('POST', path, { body }), judge(path)),
    send: (path, body) => once(() => call('POST', path, { body }), judge(path)),
  }
}

async function read(named: string, answer: Response): Promise<unknown> {
  const text = await answer.text()
  try {
    return text === '' ? null : (JSON.parse(text) as unknown)
  } catch {
    throw new CallError('provider', `${named} answered something that is not JSON: is this the address of Jira itself?`, {
      call: named,
      status: answer.status,
      why: 'malformed',
    })
  }
}

/** What a refusal was. Jira names the fields that it does not take in `errors`; their names are passed on, their texts are not. */
async function refusal(named: string, answer: Response): Promise<CallError> {
  const { status } = answer
  if (status >= 300 && status < 400)
    return new CallError(
      'provider',
      `${named} leads elsewhere (${status}): the credential was not taken, or this is not the address of Jira.`,
      {
        call: named,
        status,
        why: 'not-permitted',
      },
    )
  const fields = status === 400 ? await refusedFields(answer) : []
  const plain = statusError(named, status, fields.length > 0 ? `it does not take ${fields.join(', ')}.` : '')
  return withAskedWait(plain, (name) => answer.headers.get(name))
}

async function refusedFields(answer: Response): Promise<string[]> {
  const body: unknown = await answer.json().catch(() => null)
  const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : null
  if (typeof errors !== 'object' || errors === null) return []
  return Object.keys(errors)
    .filter((name) => /^[A-Za-z][A-Za-z0-9_]{0,60}$/.test(name))
    .slice(0, 10)
}
