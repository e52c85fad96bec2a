import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer } from './answer.ts'
import { awsServer } from './aws/server.ts'
import { canary } from './canary.ts'
import { company } from './company.ts'
import { demoOf } from './demo.ts'
import { controlAnswer } from './control-door.ts'
import { estateControl, type EstateControl } from './estate-control.ts'
import { faultSwitch } from './faults/fault-switch.ts'
import { githubServer } from './github/server.ts'
import { actingInstallation, inventoryInstallation } from './github/installation.ts'
import { jiraServer } from './jira/server.ts'
import { projects, type Site } from './jira/project.ts'
import { readBody } from './read-body.ts'
import { freshState, loadState, saveState, type EstateState } from './state.ts'
import { sizesOf } from './sizes.ts'
import { viewAt, type View } from './view.ts'
import { furtherProviders } from './further/providers.ts'
import type { FurtherProvider, FurtherSource, Listening } from './further/provider.ts'
import { expiredTls } from './faults/expired-tls.ts'

export type EstateOptions = {
  /** Where the state is kept; without it the estate is forgotten when it closes. */
  dir?: string
  tokens: number
  seed: number
  /** 0 or left out: any free port of 127.0.0.1. */
  port?: number
  /** The clock that the estate's own is ahead of; the wall's by default. An instant stands still. */
  now?: Date | (() => Date)
  /** GitHub's requests an hour; 15,000 by default. With `enforceRateLimit` more are refused. */
  githubHourly?: number
  enforceRateLimit?: boolean
}

export type Estate = {
  /** The estate's own address; its door is under `/_estate/`. */
  url: string
  awsUrl: string
  githubUrl: string
  /** The company's Jira as Atlassian runs it, and another as the company runs it. */
  jira: Record<Site, { baseUrl: string; projectKey: string }>
  /** Makes issues in the cloud; sees nothing of its project; makes issues at the company's own. */
  jiraCredential: { email: string; token: string }
  jiraCredentialWithoutRights: { email: string; token: string }
  jiraOwnCredential: { token: string }
  account: string
  org: string
  /** Reads all of the account. */
  awsCredential: { accessKeyId: string; secretAccessKey: string }
  /** May ask who it is, and nothing else. */
  awsCredentialWithoutRights: { accessKeyId: string; secretAccessKey: string }
  /** Switches keys off and on and deletes them, and reads nothing. */
  awsActionCredential: { accessKeyId: string; secretAccessKey: string }
  /** Takes access away, as the installation token of an App that may write does. */
  githubActionCredential: { token: string }
  /** Sees everything, as an App's installation token does. */
  githubCredential: { token: string }
  /** An owner's token: no fine-grained tokens. */
  githubOwnerCredential: { token: string }
  /** A member's token: the organisation and its repositories, and none of their keys. */
  githubMemberCredential: { token: string }
  /** An App that signs in with a private key and reads by installation tokens. */
  githubApp(): GitHubApp
  /** Another that may write: it takes access away. */
  githubActingApp(): GitHubApp
  /** What an installation connects of the further providers, by kind of connector. */
  further: Readonly<Record<string, FurtherSource>>
  control: EstateControl
  close(): Promise<void>
}

/** What an App signs in with. */
export type GitHubApp = { appId: string; installationId: string; privateKey: string }

/** Starts the make-believe company on 127.0.0.1. Throws a RangeError for a size that cannot be, an Error for a state that cannot be read. */
export async function startEstate(options: EstateOptions): Promise<Estate> {
  const wall = clockOf(options.now)
  let state = openState(options, wall())
  const keep = (next: EstateState) => {
    state = next
    if (options.dir) saveState(options.dir, state)
  }
  const now = () => wall() + state.offsetMs
  const { seed } = state
  const reader = { accessKeyId: 'AKIAFHINVENTORYREADR', secretAccessKey: canary(seed, 'aws-secret', 'reader') }
  const powerless = { accessKeyId: 'AKIAFHWITHOUTRIGHTSX', secretAccessKey: canary(seed, 'aws-secret', 'powerless') }
  const actor = { accessKeyId: 'AKIAFHSTANDDOWNACTOR', secretAccessKey: canary(seed, 'aws-secret', 'actor') }
  const aws = awsServer(
    [
      { ...reader, name: 'inventory-reader', may: 'read' },
      { ...powerless, name: 'without-rights', may: 'nothing' },
      { ...actor, name: 'standdown-action', may: 'act' },
    ],
    (next) => keep(next),
  )
  const tokens = {
    token: canary(seed, 'github-token', 'installation'),
    actionToken: canary(seed, 'github-token', 'acting installation'),
    ownerToken: canary(seed, 'github-token', 'owner'),
    memberToken: canary(seed, 'github-token', 'member'),
  }
  const keyOf = (app: 'appKey' | 'actingAppKey') => {
    if (!state[app]) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
      keep({ ...state, [app]: privateKey.export({ type: 'pkcs1', format: 'pem' }) as string })
    }
    return state[app]!
  }
  const apps = {
    read: { appId: '2100', installationId: String(inventoryInstallation), privateKey: () => keyOf('appKey') },
    write: { appId: '2101', installationId: String(actingInstallation), privateKey: () => keyOf('actingAppKey') },
  }
  const github = githubServer({
    principals: { ...tokens, apps },
    hourly: options.githubHourly ?? 15_000,
    enforce: options.enforceRateLimit ?? false,
    keep: (next) => keep(next),
  })
  const jiraOf = {
    email: `standdown@${company.domain}`,
    token: canary(seed, 'jira-token', 'maker'),
    powerlessEmail: `visitor@${company.domain}`,
    powerlessToken: canary(seed, 'jira-token', 'visitor'),
    pat: canary(seed, 'jira-token', 'own'),
  }
  const jira = jiraServer(jiraOf, (next) => keep({ ...state, jira: next }))
  const faults = faultSwitch(seed)
  const requests = new Map<string, number>()
  const others: Server[] = []

  const control = estateControl({
    state: () => state,
    keep,
    wall,
    faults,
    requests,
    forgetReport: () => aws.forgetReport(),
    async expiredTls() {
      const server = expiredTls(listener)
      others.push(server)
      const base = `https://127.0.0.1:${await listen(server, 0)}`
      return { awsUrl: `${base}/aws`, githubUrl: `${base}/github` }
    },
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    const body = await readBody(request)
    if (url.startsWith('/_estate/'))
      return send(response, controlAnswer({ control, faults, company, demo: () => demoOf(estate) }, request, body))
    const further = furtherProviders.find(({ name }) => pathOf(name, url) !== null) ?? null
    const provider = further?.name ?? (['aws', 'github', 'jira'] as const).find((one) => url.startsWith(`/${one}`)) ?? null
    if (!provider) return send(response, { status: 404, headers: {}, body: '' })
    const asked = provider === 'aws' ? awsCall(body) : `${request.method} ${new URL(url, 'http://estate').pathname.replace(/^\/[^/]+/, '')}`
    requests.set(asked, (requests.get(asked) ?? 0) + 1)
    const view = viewAt(state, now())
    const base = `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host ?? '127.0.0.1'}`
    const answer = (path = url, form = body): Answer => {
      const again = Object.assign(Object.create(request) as IncomingMessage, { url: path })
      if (further) return furtherAnswer(further, view, again, form, base)
      if (provider === 'jira') return jira.answer(state, now(), again, form, base)
      return provider === 'aws' ? aws.answer(view, again, form, form === body) : github.answer(view, again, form, `${base}/github`)
    }
    const fault = faults.taken(provider, asked)
    if (fault) return fault.apply({ provider, url, body, answer, request, response, send })
    send(response, answer())
  }

  /** A provider's answer, and what it changed kept. */
  function furtherAnswer(provider: FurtherProvider, view: View, request: IncomingMessage, body: Buffer, base: string): Answer {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://estate')
    const path = pathOf(provider.name, pathname) ?? pathname
    const { next, ...answer } = provider.answer(view, {
      method: request.method ?? 'GET',
      path,
      query: searchParams,
      headers: request.headers,
      body,
      base: `${base}/${provider.name}`,
    })
    if (next) keep(next)
    return answer
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      // The estate's own mistake: a test must not take it for a fault that it asked for.
      if (!response.headersSent)
        response.writeHead(500, {
          'x-estate-error': String(error)
            .slice(0, 300)
            .replace(/[^\x20-\x7e]/g, ' '),
        })
      response.end()
    })
  }
  const server = createServer({ keepAliveTimeout: 30_000 }, listener)
  const port = await listen(server, options.port ?? 0)
  const asked = (call: string) => void requests.set(call, (requests.get(call) ?? 0) + 1)
  const ground = { view: () => viewAt(state, now()), keep, asked }
  const ports = new Map<string, Listening>()
  for (const one of furtherProviders) if (one.listen) ports.set(one.name, await one.listen(ground))
  const estate: Estate = {
    url: `http://127.0.0.1:${port}`,
    awsUrl: `http://127.0.0.1:${port}/aws`,
    githubUrl: `http://127.0.0.1:${port}/github`,
    jira: {
      cloud: { baseUrl: `http://127.0.0.1:${port}/jira`, projectKey: projects.cloud.key },
      own: { baseUrl: `http://127.0.0.1:${port}/jira-own`, projectKey: projects.own.key },
    },
    jiraCredential: { email: jiraOf.email, token: jiraOf.token },
    jiraCredentialWithoutRights: { email: jiraOf.powerlessEmail, token: jiraOf.powerlessToken },
    jiraOwnCredential: { token: jiraOf.pat },
    account: company.account,
    org: company.org,
    awsCredential: reader,
    awsCredentialWithoutRights: powerless,
    awsActionCredential: actor,
    githubCredential: { token: tokens.token },
    githubActionCredential: { token: tokens.actionToken },
    githubOwnerCredential: { token: tokens.ownerToken },
    githubMemberCredential: { token: tokens.memberToken },
    further: Object.fromEntries(
      furtherProviders.map((one) => [
        one.name,
        one.source(seed, `http://127.0.0.1:${port}/${one.name}`, { epoch: state.epoch, listening: ports.get(one.name) }),
      ]),
    ),
    githubApp: () => ({ ...apps.read, privateKey: apps.read.privateKey() }),
    githubActingApp: () => ({ ...apps.write, privateKey: apps.write.privateKey() }),
    control,
    async close() {
      await Promise.all([...[server, ...others].map(stop), ...[...ports.values()].map((one) => one.close())])
    },
  }
  return estate
}

function clockOf(now: EstateOptions['now']): () => number {
  if (now instanceof Date) return () => now.getTime()
  return now ? () => now().getTime() : Date.now
}

/** The state that is kept, or a new one. A kept one of another seed or size is an error: it would be another company. */
function openState({ dir, seed, tokens }: EstateOptions, nowMs: number): EstateState {
  sizesOf(tokens) // a size that cannot be is said before anything is looked at
  const kept = dir ? loadState(dir) : null
  const state = kept ?? freshState(seed, tokens, nowMs)
  if (state.seed !== seed || state.tokens !== tokens)
    throw new Error(`${dir} holds an estate of ${state.tokens} tokens by seed ${state.seed}. Delete it to begin another.`)
  if (dir && !kept) saveState(dir, state)
  return state
}

function awsCall(body: Buffer): string {
  const form = new URLSearchParams(body.toString('utf8'))
  return `${form.get('Version') === '2011-06-15' ? 'sts' : 'iam'}:${form.get('Action') ?? '?'}`
}

/**
 * A path without the provider's own part of the address; null where it is not the provider's. A well-known name stands before that part
 * where its standard puts it before the path (RFC 8414, 9728).
 */
function pathOf(name: string, url: string): string | null {
  if (url.startsWith(`/${name}/`)) return url.slice(name.length + 1)
  const [, known, first, rest = ''] = /^(\/\.well-known\/[\w-]+)\/([\w-]+)(.*)$/.exec(url) ?? []
  return known !== undefined && first === name ? `${known}${rest}` : null
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, status === 304 ? headers : { ...headers, 'content-length': String(bytes.length) })
  response.end(bytes)
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
