import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'
import { smallServer } from './small-server.ts'

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
 * Stands before a provider's server and holds each call and each answer to the provider's own description, through Prism as a proxy. Links
 * in answers lead back through it. `violations` are what was not as described, so far.
 */
export async function heldToDescription(
  description: object,
  upstream: string,
): Promise<Described & { violations(): Violations; calls(): number }> {
  const config = { ...holds, isProxy: true as const, upstream: new URL(upstream), mock: { dynamic: false } }
  const prism = createServer(await getHttpOperationsFromSpec(description), { ...checks, config })
  const through = await prism.listen(0, '127.0.0.1')
  const found = new Set<string>()
  const origin = upstream.replace(/\/$/, '')
  let calls = 0
  const before = await smallServer((request, response, body) => {
    const { method = 'GET', url: at = '/', headers } = request
    const passed = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && !/^(?:host|connection|content-length)$/.test(name) ? [[name, value]] : [])) // prettier-ignore
    calls += 1
    void fetch(through + at, { method, headers: Object.fromEntries(passed) as Record<string, string>, ...(body && { body }) }).then(async (answer) => {
      const violations = answer.headers.get('sl-violations')
      for (const said of violations ? violationsOf(violations) : []) found.add(`${method} ${at.split('?')[0]}: ${said}`)
      const text = (await answer.text()).replaceAll(origin, before.url)
      const kept = [...answer.headers].filter(([name]) => !/^(?:sl-violations|content-length|content-encoding|transfer-encoding|connection)$/.test(name))
      response.writeHead(answer.status, Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(origin, before.url)]))).end(text)
    }, () => response.destroy()) // prettier-ignore
  })
  return {
    url: before.url,
    violations: () => [...found],
    calls: () => calls,
    close: async () => void (await Promise.all([before.close(), prism.close()])),
  }
}

function violationsOf(header: string): string[] {
  try {
    const all = JSON.parse(header) as { location: string[]; message: string }[]
    return all.map(({ location, message }) => `${location.join('.')} ${message}`)
  } catch {
    return [header]
  }
}
