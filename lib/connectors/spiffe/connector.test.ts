import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { entryMessage, pageMessage, relationshipMessage, type Entry } from '../../estate/spiffe/wire.ts'
import type { Json } from '../../model/json.ts'
import type { IssuerSighting } from '../../model/sighting.ts'
import { rate } from '../../score/scope/rate.ts'
import { connectorOf } from '../registry.ts'
import { gapsOf } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { decode, ListEntriesResponse } from './messages.ts'
import { bundle, bundleMethod, authority, domain, entriesMethod, entryOf, federationMethod, message, smallSpire, standdown, type Route, type SmallSpire } from './testing/small-spire.ts' // prettier-ignore

const canary = 'CNRY-spiffe-00112233445566778899aabbccddeeff'
const opened: SmallSpire[] = []
afterEach(async () => void (await Promise.all(opened.splice(0).map((one) => one.close()))))

async function spire(...of: Parameters<typeof smallSpire>): Promise<SmallSpire> {
  const server = await smallSpire(...of)
  opened.push(server)
  return server
}

const settingsOf = (server: SmallSpire, more: object = {}) => ({
  trustDomain: domain,
  server: server.address,
  knownBundle: authority.certificate,
  ...more,
})

async function pull(server: SmallSpire, { cursor = null, more = {}, credential = standdown as object }: { cursor?: Json; more?: object; credential?: object } = {}) {
  const connector = await connectorOf('spiffe')
  const world = quietWorld()
  const seen = await gather(
    connector.observe(connector.settings.parse(settingsOf(server, more)), connector.credential.parse(credential), world, cursor),
  )
  const issuers = seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))
  const text = JSON.stringify([seen, world.lines])
  expect(text).not.toContain('CNRY')
  expect(text).not.toContain('PRIVATE KEY')
  return { seen, issuers, ids: issuers.map(({ externalId }) => externalId), gaps: gapsOf(seen) }
} // prettier-ignore

const all = [
  `spiffe://${domain}`,
  ...['web', 'cart', 'pay'].flatMap((id) => [`entry/${id}/x509-svid`, `entry/${id}/jwt-svid`]),
  'federation/spiffe://other.test',
]

describe('a SPIRE server', () => {
  test('that is whole is read whole, by pages, under its own authorities', async () => {
    const server = await spire()
    const { ids, gaps } = await pull(server)
    expect([ids, gaps]).toEqual([all, []])
    expect(server.asked.map(({ path, caller }) => [path.split('/').at(-1), caller])).toEqual(
      ['GetBundle', 'ListEntries', 'ListEntries', 'ListFederationRelationships'].map((name) => [name, `spiffe://${domain}/standdown`]),
    )
  })

  test('asks for the fields that are read, and for no others', async () => {
    const server = await spire()
    await pull(server)
    const [asked] = server.asked.filter(({ path }) => path === entriesMethod)
    // Field 2 is the mask: id is told anyway; dns_names (10) and revision_number (11) are not asked for.
    const mask = decode({ 2: { name: 'mask', kind: Object.fromEntries(Array.from({ length: 16 }, (_, at) => [at, { name: String(at), kind: 'bool' as const }])) } }, asked!.message) // prettier-ignore
    expect(Object.entries(mask.mask as Record<string, boolean>).flatMap(([at, on]) => (on ? [Number(at)] : []))).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15],
    ) // prettier-ignore
  })

  test('that throttles once and fails once is asked again', async () => {
    const server = await spire({}, (nth) => (nth === 0 ? { status: 8, says: canary } : nth === 1 ? { status: 14, says: canary } : null))
    expect(await pull(server)).toMatchObject({ ids: all, gaps: [] })
  })

  test('that does not know our SVID ends the run with a gap, and without one everything of its API is refused', async () => {
    const server = await spire({}, () => ({ status: 16, says: canary }))
    expect((await pull(server)).gaps).toMatchObject([{ why: 'not-permitted' }])
  })

  test('whose run is killed after any mark goes on from there, and nothing is lost', async () => {
    const server = await spire()
    const { seen } = await pull(server)
    for (const [at, one] of seen.entries()) {
      if (one.see !== 'mark') continue
      const before = seen.slice(0, at).flatMap((seen) => (seen.see === 'issuer' ? [seen.issuer.externalId] : []))
      const rest = await pull(server, { cursor: one.cursor })
      expect([...new Set([...before, ...rest.ids])].sort()).toEqual([...all].sort())
    }
  })

  test('that is another domain’s is not believed, and nothing is asked of it', async () => {
    const server = await spire()
    const { gaps, ids } = await pull(server, { more: { trustDomain: 'other.test' } })
    expect(ids).toEqual([])
    expect(gaps.map(({ says }) => says)).toEqual(expect.arrayContaining([expect.stringMatching(/not that of spiffe:\/\/other.test\/spire\/server/)]))
    expect(server.asked).toEqual([])
  }) // prettier-ignore

  test('is not believed without a known authority', async () => {
    const server = await spire()
    expect((await pull(server, { more: { knownBundle: undefined } })).ids).toEqual([])
    expect(server.asked).toEqual([])
  })

  test('that answers the bundle of another domain', async () => {
    const { gaps } = await pull(await spire({ [bundleMethod]: () => bundle('other.test') }))
    expect(gaps).toMatchObject([{ object: 'SPIFFE trust bundle', why: 'inconsistent' }])
  })
})

describe.each([
  ['SPIRE registration entries', entriesMethod],
  ['SPIFFE federation', federationMethod],
  ['SPIFFE trust bundle', bundleMethod],
])('%s', (object, method) => {
  test.each<[string, ReturnType<Route>, string]>([
    ['a refusal', { status: 7, says: canary }, 'not-permitted'],
    ['a method that is not there', { status: 12, says: canary }, 'not-found'],
    ['throttling', { status: 8, says: canary }, 'throttled'],
    ['a failure', { status: 13, says: canary }, 'failed'],
    ['a bad question', { status: 3, says: canary }, 'failed'],
    ['nonsense', { message: Buffer.from(canary) }, 'malformed'],
    ['a message that ends early', { message: Buffer.from([0x0a, 0x7f, 1]) }, 'malformed'],
    ['another kind of field', { message: Buffer.from([0x08, 1]) }, 'malformed'],
  ])('%s is a gap', async (_, answer, why) => {
    const { gaps } = await pull(await spire({ [method]: () => answer }))
    expect(gaps.map((gap) => [gap.object, gap.why])).toEqual([[object, why]])
  })
})

test.each<[string, Route, RegExp]>([
  ['a page that comes again', () => message(pageMessage([entryMessage(entryOf('web'))], 'again')), /loop/],
  ['pages without an end or a row', () => message(pageMessage([], 'on')), /loop/],
])('%s ends the listing', async (_, route, why) => {
  const { gaps } = await pull(await spire({ [entriesMethod]: route }))
  expect(gaps.map((gap) => gap.why)).toEqual([expect.stringMatching(why)])
})

test('an entry that is none is left out with a gap; the others are kept', async () => {
  const bad = entryMessage({ ...entryOf(''), id: '' })
  const { ids, gaps } = await pull(await spire({ [entriesMethod]: () => message(pageMessage([bad, entryMessage(entryOf('web'))], '')) }))
  expect(ids).toContain('entry/web/x509-svid')
  expect(gaps).toMatchObject([{ why: 'malformed', call: expect.stringContaining('row 1') as string }])
})

describe('an entry', () => {
  const seen = async (entry: Partial<Entry>, more: object = {}): Promise<[IssuerSighting, IssuerSighting]> => {
    const server = await spire({ [entriesMethod]: () => message(pageMessage([entryMessage(entryOf('web', entry))], '')) })
    const { issuers } = await pull(server, { more })
    return issuers.filter(({ externalId }) => externalId.startsWith('entry/')) as [IssuerSighting, IssuerSighting]
  }

  test('mints an X.509-SVID, which TLS proves, and a JWT-SVID, which is a bearer', async () => {
    const [x509, jwt] = await seen({ x509Ttl: 1_800, jwtTtl: 60 })
    expect(x509).toMatchObject({ kind: 'spiffe.x509-svid', mintedBinding: 'pop-mtls', mintedPopVerified: true, maxLifeSeconds: 1_800 })
    expect(jwt).toMatchObject({ kind: 'spiffe.jwt-svid', mintedBinding: 'bearer', maxLifeSeconds: 60 })
    expect(jwt.mintedPopVerified).toBeUndefined()
  })

  test.each<[string, Partial<Entry>, object, unknown, unknown]>([
    ['no life of its own', {}, {}, 'not-reported', 'not-reported'],
    ['the server’s, as somebody said it', {}, { defaultX509Life: '1h', defaultJwtLife: '5m' }, 3_600, 300],
    ['its own before the server’s', { x509Ttl: 315_360_000 }, { defaultX509Life: '1h' }, 315_360_000, 'not-reported'],
  ])('%s', async (_, entry, more, x509, jwt) => {
    expect((await seen(entry, more)).map(({ maxLifeSeconds }) => maxLifeSeconds)).toEqual([x509, jwt])
  })

  test.each<[string, Partial<Entry>, readonly string[] | null]>([
    ['neither', {}, null],
    ['admin', { admin: true }, ['admin']],
    ['downstream', { downstream: true }, ['downstream']],
    ['both', { admin: true, downstream: true }, ['admin', 'downstream']],
  ])('%s: what SPIRE lets it do goes with its X.509-SVID alone', async (_, entry, names) => {
    const [x509, jwt] = await seen(entry)
    expect(x509.permissions).toEqual(names ? { scheme: 'spiffe.entry', stated: { names, within: 'trust domain', resource: domain } } : 'not-reported')
    expect(jwt.permissions).toBe('not-reported')
  }) // prettier-ignore

  test.each<[string, Partial<Entry>, string | undefined, string | undefined]>([
    ['by its selectors', { selectors: ['k8s:ns:pay', 'k8s:sa:till'], spiffeId: { trustDomain: domain, path: '/x' } }, 'pay', 'till'],
    ['its selectors before its id', { selectors: ['k8s:ns:pay', 'k8s:sa:till'] }, 'pay', 'till'],
    ['by its id, as is the custom', { selectors: ['k8s:pod-label:app:web'] }, 'shop', 'web'],
    ['none', { selectors: ['unix:uid:0'], spiffeId: { trustDomain: domain, path: '/ns/shop' } }, undefined, undefined],
  ])('the service account that it is for: %s', async (_, entry, namespace, account) => {
    const [{ tags }] = await seen(entry)
    expect([tags['kubernetes namespace'], tags['kubernetes service account']]).toEqual([namespace, account])
  })

  test('tells where it is from, and keeps no value of an environment variable', async () => {
    const [one] = await seen({
      selectors: ['docker:label:app:web', `docker:env:API_TOKEN=${canary}`],
      federatesWith: ['other.test'],
      storeSvid: true,
      createdAt: 1_750_000_000,
      expiresAt: 1_900_000_000,
      hint: 'internal',
    })
    expect(one.trusts).toEqual(['docker:label:app:web', 'docker:env:API_TOKEN=…', `what runs below spiffe://${domain}/node`])
    expect(one.tags).toMatchObject({ made: '2025-06-15', 'entry ends': '2030-03-17', hint: 'internal', 'federates with': 'other.test', 'stored by an agent': 'yes' })
  }) // prettier-ignore

  test('keeps no join token, which an agent’s id ends in before the token is used', async () => {
    const agent = `/spire/agent/join_token/${canary}`
    const [one] = await seen({
      parentId: { trustDomain: domain, path: agent },
      spiffeId: { trustDomain: domain, path: agent },
      selectors: [`spiffe_id:spiffe://${domain}${agent}`],
    })
    expect(one.name).toBe(`spiffe://${domain}/spire/agent/join_token/…, X.509-SVID`)
    expect(one.trusts).toEqual([
      `spiffe_id:spiffe://${domain}/spire/agent/join_token/…`,
      `what runs below spiffe://${domain}/spire/agent/join_token/…`,
    ])
  })

  test('that only groups nodes mints nothing', async () => {
    expect(await seen({ parentId: { trustDomain: domain, path: '/spire/server' } })).toEqual([])
    expect(await seen({ parentId: { trustDomain: 'other.test', path: '/spire/server' } })).toHaveLength(2)
    const [one] = await seen({ parentId: { trustDomain: domain, path: '/spire/server' }, admin: true })
    expect(one.permissions).toMatchObject({ stated: { names: ['admin'] } })
  })

  test('with fields that nobody knows yet is read all the same', async () => {
    const more = new BinaryWriter().tag(99, WireType.LengthDelimited).string(canary).tag(98, WireType.Varint).int64(7).finish()
    const route: Route = () => message(pageMessage([Buffer.concat([entryMessage(entryOf('web')), more])], ''))
    expect((await pull(await spire({ [entriesMethod]: route }))).gaps).toEqual([])
  })
})

test('a federation relationship says how the other domain’s bundle is read', async () => {
  const rows = [
    relationshipMessage({ trustDomain: 'web.test', url: 'https://web.test/bundle' }),
    relationshipMessage({ trustDomain: 'own.test', url: 'https://own.test:8443', endpointId: 'spiffe://own.test/spire/server' }),
  ]
  rows.push(
    new BinaryWriter()
      .tag(1, WireType.LengthDelimited)
      .string('none.test')
      .tag(2, WireType.LengthDelimited)
      .string('https://none.test/bundle')
      .finish(),
  )
  const { issuers } = await pull(await spire({ [federationMethod]: () => message(pageMessage(rows, '')) }))
  const trusts = issuers.filter(({ kind }) => kind === 'spiffe.federated-domain').map(({ trusts }) => trusts[0])
  expect(trusts).toEqual([
    expect.stringContaining('https_web'),
    expect.stringContaining('spiffe://own.test/spire/server (https_spiffe)'),
    expect.stringContaining('in a way that is not told'),
  ])
})

test('the connection test tells the bundle, entries and federation, and what is missing', async () => {
  const connector = await connectorOf('spiffe')
  const server = await spire({ [entriesMethod]: () => ({ status: 7, says: canary }) })
  const checks = await connector.test(connector.settings.parse(settingsOf(server)), connector.credential.parse(standdown), quietWorld())
  expect(checks.map(({ permission, state }) => [permission, state])).toEqual([
    ['Trust bundle', 'granted'],
    ['entry.v1.Entry/ListEntries', 'missing'],
    ['trustdomain.v1.TrustDomain/ListFederationRelationships', 'granted'],
  ])
  expect(JSON.stringify(checks)).not.toContain('CNRY')
})

test('whatever bytes come, they are a message or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        const found = decode(ListEntriesResponse, bytes)
        expect(Array.isArray(found.entries)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }),
  )
})

test.each([['admin'], ['downstream']])('%s may have itself given any identity of the trust domain', (name) =>
  expect(rate({ scheme: 'spiffe.entry', stated: { names: [name], within: 'trust domain' } }, () => undefined).breadth).toEqual({ level: 6, reach: 4 }),
) // prettier-ignore
