import { request as ask } from 'node:http'
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'
import { smallServer, type SmallServer } from './small-server.ts'

export type Described = { url: string; close(): Promise<void> }

const checks = { cors: false, components: { logger: createLogger('prism', { level: 'silent' }) } }
const holds = { validateRequest: true, validateResponse: true, checkSecurity: true, errors: false, upstreamProxy: undefined }

/** A provider's own description, served by Prism on loopback: its examples where it has some, else what its schemas allow. Requests are held to it too. */
export async function describedServer(description: object): Promise<Described> {
  const config = { ...holds, isProxy: false as const, mock: { dynamic: false } }
  const server = createServer(await getHttpOperationsFromSpec(description), { ...checks, config })
  const url = await server.listen(0, '127.0.0.1')
  return { url, close: () => server.close() }
}

/** What a call or its answer has that the description does not allow: "GET /applications: request.query.$top must be integer". */
type Violations = readonly string[]

/**
 * Stands before a provider's server and holds each call and each answer to the provider's own description, through Prism as a proxy, and each
 * parameter of a query to those that it names or the provider's own links have. The provider is told that it was called at the proxy's address: links lead back through
 * it, and what is signed for an address holds. `violations` are what was not as described, so far.
 */
export async function heldToDescription(
  description: object,
  upstream: string,
): Promise<Described & { violations(): Violations; calls(): number }> {
  const operations = await getHttpOperationsFromSpec(description)
  const { origin, pathname } = new URL(upstream)
  const prefix = pathname.replace(/\/$/, '')
  let outside = ''
  const behind = await smallServer((asked, response, body) => {
    const { method, url: path, headers } = asked
    const passed = ask(origin + path, { method, headers: { ...headers, host: outside } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy()).end(body)
  })
  const config = { ...holds, isProxy: true as const, upstream: new URL(behind.url + prefix), mock: { dynamic: false } }
  const prism = createServer(operations, { ...checks, config })
  const through = await prism.listen(0, '127.0.0.1')
  const found = new Set<string>()
  const linked = new Set<string>()
  let calls = 0
  const before: SmallServer = await smallServer((asked, response, body) => {
    const { method = 'GET', url = '/', headers } = asked
    const at = new URL(url.slice(prefix.length), 'http://described')
    const passed = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && !/^(?:host|connection|content-length)$/.test(name) ? [[name, value]] : [])) // prettier-ignore
    calls += 1
    for (const name of unknownParameters(operations, method, at))
      if (!linked.has(name)) found.add(`${method} ${at.pathname}: request.query.${name} is not described`)
    void fetch(through + at.pathname + at.search, { method, headers: Object.fromEntries(passed) as Record<string, string>, ...(body && { body }) }).then(async (answer) => {
      const violations = answer.headers.get('sl-violations')
      for (const said of violations ? violationsOf(violations) : []) found.add(`${method} ${at.pathname}: ${said}`)
      const kept = [...answer.headers].filter(([name]) => !/^(?:sl-violations|content-length|content-encoding|transfer-encoding|connection)$/.test(name))
      const text = await answer.text()
      for (const name of parametersOf(`${text} ${kept.join(' ')}`, outside)) linked.add(name)
      response.writeHead(answer.status, Object.fromEntries(kept)).end(answer.status === 204 ? undefined : text)
    }, () => response.destroy()) // prettier-ignore
  })
  outside = new URL(before.url).host
  return {
    url: before.url + prefix,
    violations: () => [...found],
    calls: () => calls,
    close: async () => void (await Promise.all([before.close(), prism.close(), behind.close()])),
  }
}

type Operation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number]

/** Parameters that no described call of this method and path has; Prism looks only at those that are described. */
function unknownParameters(operations: readonly Operation[], method: string, { pathname, searchParams }: URL): string[] {
  const fitting = operations.filter((one) => one.method.toUpperCase() === method && fits(one.path, pathname))
  const known = new Set(fitting.flatMap(({ request }) => request?.query?.map(({ name }) => name) ?? []))
  return fitting.length === 0 ? [] : [...new Set(searchParams.keys())].filter((name) => !known.has(name))
}

/** Names of parameters in links to this address. */
function parametersOf(text: string, host: string): string[] {
  const links = text.split(`//${host}`).slice(1).map((rest) => URL.parse(`http://${host}${rest.split(/[\s"<>]/)[0]}`))
  return links.flatMap((link) => (link ? [...link.searchParams.keys()] : []))
} // prettier-ignore

/** Whether a path is one of "/things/{id}:switch". */
function fits(template: string, path: string): boolean {
  const [named, asked] = [template.split('/'), path.split('/')]
  return named.length === asked.length && named.every((one, index) => {
    const [before = '', after] = one.split(/\{[^}]*\}/)
    return after === undefined ? one === asked[index] : asked[index]!.startsWith(before) && asked[index]!.endsWith(after)
  })
} // prettier-ignore

function violationsOf(header: string): string[] {
  try {
    const all = JSON.parse(header) as { location: string[]; severity: string; message: string }[]
    // Few descriptions name each refusal: Prism only warns of one whose status is not described, and of a call that is not.
    return all
      .filter(({ severity, message }) => severity === 'Error' || !message.startsWith('Unable to match the returned status code'))
      .map(({ location, message }) => `${location.join('.')} ${message}`)
  } catch {
    return [header]
  }
}
