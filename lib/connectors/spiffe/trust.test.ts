import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createPlain } from 'node:http2'
import { createServer as createTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { issuedBy, makeAuthority } from '../../estate/spiffe/certificates.ts'
import { framed } from '../http/grpc-answer.ts'
import { gapsOf } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { spiffe } from './connector.ts'
import { Credential, Settings } from './settings.ts'
import { authority, domain, smallSpire, standdown } from './testing/small-spire.ts'

const closing: (() => unknown)[] = []
let dir: string
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), 'spiffe-'))))
afterEach(async () => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
  for (const close of closing.splice(0)) await close()
})

async function spire() {
  const server = await smallSpire()
  closing.push(() => server.close())
  return server
}

async function pull(settings: object, credential: object) {
  const world = quietWorld()
  const seen = await gather(spiffe.observe(Settings.parse({ trustDomain: domain, ...settings }), Credential.parse(credential), world, null))
  expect(JSON.stringify([seen, world.lines])).not.toContain('PRIVATE KEY')
  const kinds = seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer.kind] : []))
  return { entries: kinds.filter((kind) => kind === 'spiffe.x509-svid').length, gaps: gapsOf(seen), kinds, seen }
}

const x5c = (certificate: string) => [new X509Certificate(certificate).raw.toString('base64')]
const jwks = (more: object = {}) => ({
  keys: [
    { use: 'x509-svid', kty: 'EC', x5c: x5c(authority.certificate) },
    { use: 'jwt-svid', kty: 'EC', kid: 'a' },
    { use: 'something-new', kty: 'XX' },
  ],
  spiffe_sequence: 3,
  spiffe_refresh_hint: 300,
  ...more,
})

describe('the trust bundle endpoint', () => {
  const endpoint = async (body: unknown, status = 200) => {
    const server = await smallServer((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
    closing.push(() => server.close())
    return server.url
  } // prettier-ignore

  test('alone makes the trust domain an issuer, and nothing is said of entries', async () => {
    const { seen, gaps } = await pull({ bundleUrl: await endpoint(jwks()) }, { bundleOnly: true })
    expect(gaps).toEqual([])
    expect(seen).toMatchObject([
      {
        issuer: {
          kind: 'spiffe.trust-domain',
          name: `spiffe://${domain}`,
          mints: 'X.509-SVIDs and JWT-SVIDs',
          mintedBinding: 'bearer',
          maxLifeSeconds: 'not-reported',
          tags: { 'X.509 authorities': '1', 'JWT authorities': '1', 'bundle sequence': '3', 'refresh hint': '300 s' },
        },
      },
      { see: 'covered', object: 'SPIFFE trust bundle', seen: 1 },
    ])
  })

  test('of a domain without JWT keys mints what TLS proves', async () => {
    const { seen } = await pull({ bundleUrl: await endpoint({ keys: jwks().keys.slice(0, 1) }) }, { bundleOnly: true })
    expect(seen[0]).toMatchObject({ issuer: { mints: 'X.509-SVIDs', mintedBinding: 'pop-mtls', mintedPopVerified: true } })
  })

  test.each<[string, unknown, number, string]>([
    ['no bundle', { hello: 1 }, 200, 'malformed'],
    ['a list', [], 200, 'malformed'],
    ['no key', { keys: [] }, 200, 'inconsistent'],
    ['keys of no known use alone', { keys: [{ use: 'x', kty: 'XX' }] }, 200, 'inconsistent'],
    ['a certificate that is none', { keys: [{ use: 'x509-svid', x5c: ['aGVsbG8='] }] }, 200, 'malformed'],
    ['an X.509 key without a certificate', { keys: [{ use: 'x509-svid', kty: 'EC' }] }, 200, 'malformed'],
    ['a refusal', {}, 403, 'not-permitted'],
    ['a failure', {}, 500, 'failed'],
  ])('%s is a gap', async (_, body, status, why) => {
    const { gaps, kinds } = await pull({ bundleUrl: await endpoint(body, status) }, { bundleOnly: true })
    expect([gaps.map((gap) => gap.why), kinds]).toEqual([[why], []])
  })

  test('tells by whom the server is believed; where it cannot be read, the server is not asked', async () => {
    const server = await spire()
    expect(await pull({ server: server.address, bundleUrl: await endpoint(jwks()) }, standdown)).toMatchObject({ entries: 3, gaps: [] })
    const before = server.asked.length
    const { entries, gaps } = await pull({ server: server.address, bundleUrl: await endpoint({}, 404), knownBundle: authority.certificate }, standdown)
    expect([entries, gaps.length, server.asked.length]).toEqual([0, 3, before])
  }) // prettier-ignore

  test('by its SPIFFE id is believed by a bundle that is known before, and by nothing else', async () => {
    const { certificate: cert, privateKey: key } = issuedBy(authority, { uri: `spiffe://${domain}/spire/server` })
    const server = createTls({ cert, key }, (_request, response) => response.end(JSON.stringify(jwks()))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    const settings = { bundleUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, bundleProfile: 'https_spiffe' }
    const bundleOnly = { bundleOnly: true }
    expect(await pull({ ...settings, knownBundle: authority.certificate }, bundleOnly)).toMatchObject({ gaps: [], kinds: ['spiffe.trust-domain'] })
    expect((await pull(settings, bundleOnly)).gaps).toMatchObject([{ says: expect.stringContaining('no authority is known yet') as string }])
    expect((await pull({ ...settings, knownBundle: makeAuthority(domain).certificate }, bundleOnly)).gaps).toMatchObject([{ says: expect.stringContaining('not trusted') as string }])
    expect((await pull({ ...settings, knownBundle: authority.certificate, endpointId: `spiffe://${domain}/other` }, bundleOnly)).gaps).toMatchObject([{ says: expect.stringContaining('not that of') as string }])
    expect((await pull({ ...settings, bundleProfile: 'https_web' }, bundleOnly)).gaps).toMatchObject([{ says: expect.stringContaining('not trusted') as string }])
  }) // prettier-ignore
})

describe('files that a helper renews', () => {
  const write = (more: Record<string, string> = {}) => {
    const files = {
      'svid.pem': standdown.certificate,
      'svid_key.pem': standdown.privateKey,
      'svid_bundle.pem': authority.certificate,
      ...more,
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text)
  }

  test('are read anew by each run, and bring the authorities along', async () => {
    const server = await spire()
    vi.stubEnv('STANDDOWN_SPIFFE_DIR', dir)
    write()
    expect(await pull({ server: server.address }, { files: 'true' })).toMatchObject({ entries: 3, gaps: [] })
    const renewed = issuedBy(authority, { uri: `spiffe://${domain}/standdown-2` })
    write({ 'svid.pem': renewed.certificate, 'svid_key.pem': renewed.privateKey })
    await pull({ server: server.address }, { files: 'true' })
    expect(server.asked.at(-1)?.caller).toBe(`spiffe://${domain}/standdown-2`)
  })

  test.each<[string, Record<string, string> | null]>([
    ['no folder', null],
    ['an empty file', { 'svid.pem': '' }],
    ['a bundle without a certificate', { 'svid_bundle.pem': 'nothing' }],
  ])('%s is a refused credential, and says so', async (_, files) => {
    const server = await spire()
    vi.stubEnv('STANDDOWN_SPIFFE_DIR', files ? dir : '')
    write(files ?? {})
    const { gaps, entries } = await pull({ server: server.address }, { files: 'true' }).catch((error: Error) => ({ gaps: [{ why: 'not-permitted', says: error.message }], entries: 0 }))
    expect([entries, gaps[0]?.why, server.asked]).toEqual([0, 'not-permitted', []])
  }) // prettier-ignore
})

describe('the SPIFFE Workload API', () => {
  const svid = (uri: string, held = issuedBy(authority, { uri })) => {
    const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    const anchors = Buffer.concat([der(authority.certificate), der(makeAuthority(domain).certificate)])
    const parts = [Buffer.from(uri), der(held.certificate), der(held.privateKey), anchors]
    const writer = new BinaryWriter()
    parts.forEach((part, at) => writer.tag(at + 1, WireType.LengthDelimited).bytes(part))
    return writer.finish()
  }

  async function agent(svids: readonly Uint8Array[]): Promise<void> {
    const socket = path.join(dir, 'agent.sock')
    const server = createPlain()
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined)
      if (headers['workload.spiffe.io'] !== 'true' || headers[':path'] !== '/SpiffeWorkloadAPI/FetchX509SVID') return stream.close(2)
      const writer = new BinaryWriter()
      for (const one of svids) writer.tag(1, WireType.LengthDelimited).bytes(one)
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
      // The stream stays open: an agent says more when an SVID is renewed.
      stream.write(framed(writer.finish()))
    })
    server.listen(socket)
    await once(server, 'listening')
    closing.push(() => server.close())
    vi.stubEnv('SPIFFE_ENDPOINT_SOCKET', `unix://${socket}`)
  }

  test('gives the identity of this trust domain and its authorities', async () => {
    const server = await spire()
    await agent([svid('spiffe://other.test/standdown'), svid(`spiffe://${domain}/ns/a/sa/standdown`)])
    expect(await pull({ server: server.address }, { workloadApi: true })).toMatchObject({ entries: 3, gaps: [] })
    expect(server.asked.at(-1)?.caller).toBe(`spiffe://${domain}/ns/a/sa/standdown`)
  })

  test.each(['', 'tcp://127.0.0.1:1', 'unix://relative.sock'])('a socket named %j is none', async (named) => {
    vi.stubEnv('SPIFFE_ENDPOINT_SOCKET', named)
    expect((await pull({ server: (await spire()).address }, { workloadApi: true })).gaps[0]).toMatchObject({ why: 'not-permitted' })
  })

  test('that has none of this domain is a refused credential', async () => {
    const server = await spire()
    await agent([svid('spiffe://other.test/standdown')])
    expect((await pull({ server: server.address }, { workloadApi: true })).gaps[0]?.says).toMatch(/refused the credential|no X509-SVID/)
    expect(server.asked).toEqual([])
  })
})

test.each<[string, object, boolean]>([
  ['a server alone', { server: 'spire:8081' }, true],
  ['an address with brackets', { server: '[::1]:8081' }, true],
  ['a bundle endpoint alone', { bundleUrl: 'https://spire.acme.test' }, true],
  ['neither', {}, false],
  ['a bundle without TLS', { bundleUrl: 'http://spire.acme.test' }, false],
  ['a bundle without TLS on this machine', { bundleUrl: 'http://127.0.0.1:8080/b' }, true],
  ['an address that only begins like this machine', { bundleUrl: 'http://127.0.0.1.evil.test/b' }, false],
  ['a server without a port', { server: 'spire' }, false],
  ['a port beyond the last', { server: 'spire:99999' }, false],
  ['a server with a path', { server: 'spire:8081/x' }, false],
  ['a trust domain with its scheme', { server: 'a:1', trustDomain: 'spiffe://acme.test' }, true],
  ['a trust domain that is none', { server: 'a:1', trustDomain: 'Acme Test' }, false],
  ['lives', { server: 'a:1', defaultX509Life: '1h', defaultJwtLife: ' 90s ' }, true],
  ['a life that is none', { server: 'a:1', defaultX509Life: 'long' }, false],
  ['a key among the settings', { server: 'a:1', privateKey: 'x' }, false],
  ['a known bundle on one line', { server: 'a:1', knownBundle: authority.certificate.replaceAll('\n', ' ') }, true],
  ['a known bundle that is a key', { server: 'a:1', knownBundle: standdown.privateKey }, false],
])('settings with %s', (_, more, good) => {
  const { success, data } = Settings.safeParse({ trustDomain: domain, ...more })
  expect(success).toBe(good)
  // What is kept is read by the same schema again.
  if (data) expect(Settings.parse(JSON.parse(JSON.stringify(data)))).toEqual(data)
})
