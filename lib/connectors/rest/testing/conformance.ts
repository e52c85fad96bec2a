import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import type { Gap, Observation } from '../../../model/sighting.ts'
import { connectorOf } from '../../registry.ts'
import { gather, quietWorld } from '../../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../../testing/small-server.ts'

/** Stands in every field of an answer that could hold a secret, so that a leak anywhere is found by one search. */
export const canary = 'CNRY-conformance-00112233445566778899aabbccddeeff'

export type Said = { status?: number; body?: unknown; headers?: Record<string, string> }
/** An answer by what was asked; `base` is the server's own address. */
export type Route = (asked: { query: URLSearchParams; headers: Readonly<Record<string, unknown>>; body: string; base: string }) => Said

export type Conformant = {
  kind: string
  settings(base: string): unknown
  credential: unknown
  /** Everything that the provider answers: "GET /v1/keys" -> answer. What is not here is 404. */
  routes: Readonly<Record<string, Route>>
  /** The ids of all tokens that are seen, sorted. */
  tokens: readonly string[]
  /**
   * Its listings, each by a route of it. `kinds`: what is seen whole only where this listing was. `goesOn`: page n of a server that never says
   * "end"; `foreign`: an answer whose next page is elsewhere, where the provider names pages by address.
   */
  listings: readonly {
    route: string
    object: string
    kinds: readonly string[]
    goesOn?: (n: number, base: string) => Said
    foreign?: (elsewhere: string, base: string) => Said
  }[]
}

/**
 * What every connector must do with a provider that is whole, partial, throttled, broken, lying or endless. A connector's own test adds
 * what its rows mean.
 */
export function conforms({ kind, settings, credential, routes, tokens, listings }: Conformant): void {
  const opened: SmallServer[] = []
  afterEach(async () => void (await Promise.all(opened.splice(0).map((server) => server.close()))))

  async function serve(changed: Readonly<Record<string, Route>> = {}, lie: (nth: number) => Said | 'cut' | null = () => null): Promise<SmallServer> {
    let nth = 0
    const server = await smallServer((request, response, body) => {
      const url = new URL(request.url ?? '/', server.url)
      const route = { ...routes, ...changed }[`${request.method} ${url.pathname}`]
      const said = lie(nth++) ?? route?.({ query: url.searchParams, headers: request.headers, body, base: server.url }) ?? { status: 404, body: { message: canary } }
      if (said === 'cut') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"data": [', () => response.socket?.destroy())
        return
      }
      const { status = 200, headers = {}, body: answer = null } = said
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
      response.writeHead(status, { 'content-type': 'application/json', 'x-trace': canary, ...headers }).end(status === 204 ? undefined : text)
    })
    opened.push(server)
    return server
  }

  async function pull(server: SmallServer, cursor: Json = null) {
    const connector = await connectorOf(kind)
    const world = quietWorld()
    const seen = await gather(connector.observe(connector.settings.parse(settings(server.url)), connector.credential.parse(credential), world, cursor))
    return { seen, ids: idsOf(seen), gaps: gapsOf(seen), covered: coveredOf(seen), text: JSON.stringify([seen, world.lines]) }
  }

  describe(`${kind}: a provider`, () => {
    test('that is whole is read whole, without a gap, and no secret of it comes along', async () => {
      const { ids, gaps, covered, text } = await pull(await serve())
      expect(gaps).toEqual([])
      expect(ids).toEqual([...tokens])
      expect(covered).toEqual(expect.arrayContaining([...new Set(listings.flatMap(({ kinds }) => kinds))]))
      expect(text).not.toContain(canary)
    })

    test('that refuses the credential ends the run at once', async () => {
      const server = await serve({}, () => ({ status: 401, body: { message: canary } }))
      const refused: unknown = await pull(server).catch((error: unknown) => error)
      if (refused instanceof Error) {
        expect(refused).toMatchObject({ code: 'provider' })
        expect(refused.message).not.toContain(canary)
      } else expect(refused).toMatchObject({ ids: [], gaps: [expect.objectContaining({ why: 'not-permitted' })] })
    })

    test('that throttles once and fails once is asked again', async () => {
      const server = await serve({}, (nth) => (nth === 0 ? { status: 429, headers: { 'retry-after': '0' } } : nth === 1 ? { status: 503 } : null))
      expect(await pull(server)).toMatchObject({ gaps: [], ids: [...tokens] })
    })

    test('whose run is killed after any mark goes on from there, and nothing is lost', async () => {
      const server = await serve()
      const { seen } = await pull(server)
      for (const [at, one] of seen.entries()) {
        if (one.see !== 'mark') continue
        const rest = await pull(server, one.cursor)
        expect([...new Set([...idsOf(seen.slice(0, at)), ...rest.ids])].sort()).toEqual([...tokens])
      }
    })
  })

  describe.each(listings)(`${kind}: $object`, ({ route, object, kinds, goesOn, foreign }) => {
    const without = async (said: Route) => {
      const result = await pull(await serve({ [route]: said }))
      expect(result.gaps.length).toBeGreaterThan(0)
      expect(result.covered.filter((one) => kinds.includes(one))).toEqual([])
      expect(result.text).not.toContain(canary)
      return result
    }

    test.each([
      [403, 'not-permitted'],
      [404, 'not-found'],
      [429, 'throttled'],
      [500, 'failed'],
    ] as const)('%s is a gap, and never an end of what was not seen', async (status, why) => {
      // With a refusal it would be throttling, to GitHub.
      const headers: Record<string, string> = status >= 429 ? { 'retry-after': '0' } : {}
      const { gaps } = await without(() => ({ status, body: { message: canary }, headers }))
      expect(gaps.map((gap) => [gap.object, gap.why])).toContainEqual([object, why])
    })

    test.each([
      ['a page of HTML', '<html>Sign in</html>'],
      ['another shape', { hello: canary }],
      ['a body that ends early', '{"data": ['],
      ['a list of nonsense', [canary, 7, null]],
    ])('%s is a gap', async (_, body) => {
      await without(() => ({ body }))
    })

    test.runIf(goesOn)('a server that never says "end" is left', async () => {
      let n = 0
      const { gaps } = await without(({ base }) => goesOn?.(n++, base) ?? {})
      expect(gaps.map(({ why }) => why)).toContainEqual(expect.stringMatching(/loop|capped/))
    })

    test.runIf(foreign)('a next page on another address is not called', async () => {
      const elsewhere = await serve()
      const { gaps } = await without(({ base }) => foreign?.(elsewhere.url, base) ?? {})
      expect(gaps.map(({ why }) => why)).toContain('inconsistent')
      expect(elsewhere.asked).toEqual([])
    })
  })
} // prettier-ignore

export const idsOf = (seen: readonly Observation[]): string[] =>
  seen.flatMap((one) => (one.see === 'token' ? [one.token.externalId] : [])).sort()
export const gapsOf = (seen: readonly Observation[]): Gap[] => seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
const coveredOf = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'covered' ? [...(one.kinds ?? [])] : []))
