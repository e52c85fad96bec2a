import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { bundleOfMessage } from './bundle.ts'
import { Bundle, decode, ListEntriesResponse, ListRelationshipsResponse } from './messages.ts'
import { Settings } from './settings.ts'
import { recorded } from './testing/recorded-spire.ts'

const bytes = (of: keyof typeof recorded) => new Uint8Array(Buffer.from(recorded[of], 'base64'))

test('entries of a real SPIRE server are read as it has them', () => {
  const { entries, next_page_token } = decode(ListEntriesResponse, bytes('entries')) as { entries: ({ spiffe_id: { path: string } } & Record<string, unknown>)[]; next_page_token: string }
  expect(next_page_token).not.toBe('')
  const said = entries.map(({ id: _, created_at: at, parent_id: __, spiffe_id: { path }, ...rest }) => {
    expect(new Date(Number(at) * 1_000).toISOString()).toMatch(/^2026-11-27T/)
    // What is as proto3 has it by itself is left out here.
    return [path, Object.fromEntries(Object.entries(rest).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value))))]
  })
  const of = (...selectors: string[]) => selectors.map((one) => ({ type: one.slice(0, one.indexOf(':')), value: one.slice(one.indexOf(':') + 1) }))
  expect(said).toEqual([
    ['/ns/finance/sa/billing-export', { selectors: of('k8s:ns:finance', 'k8s:sa:billing-export'), jwt_svid_ttl: 120, hint: 'internal' }],
    ['/ci/registrar', { selectors: of('unix:uid:0'), admin: true }],
    ['/gateway', { selectors: of('unix:user:gw'), x509_svid_ttl: 315_360_000 }],
    ['/nested', { selectors: of('unix:user:nest'), downstream: true, expires_at: 1_900_000_000 }],
    ['/node', { selectors: of('k8s_psat:cluster:prod') }],
    ['/svc/env', { selectors: of('docker:env:API_TOKEN=CNRY-real-0011'), store_svid: true }],
    ['/ns/shop/sa/web-1', { selectors: of('k8s:ns:shop', 'k8s:sa:web-1') }],
    ['/ns/shop/sa/web-2', { selectors: of('k8s:ns:shop', 'k8s:sa:web-2') }],
  ])
}) // prettier-ignore

test('so are its federation relationships', () => {
  expect(decode(ListRelationshipsResponse, bytes('federation'))).toEqual({
    federation_relationships: [
      { trust_domain: 'other.test', bundle_endpoint_url: 'https://other.test/bundle', https_web: {} },
      {
        trust_domain: 'own.test',
        bundle_endpoint_url: 'https://own.test:8443',
        https_spiffe: { endpoint_spiffe_id: 'spiffe://own.test/spire/server' },
      },
    ],
    // SPIRE gives a token with a page that is not full, and then a page without rows.
    next_page_token: '2',
  })
})

test('and its bundle', () => {
  const settings = Settings.parse({ trustDomain: 'acme.test', server: 'a:1' })
  const { x509, jwtKeys, sequence } = bundleOfMessage(decode(Bundle, bytes('bundle')), settings, 'GetBundle')
  expect([x509.length, jwtKeys, sequence]).toEqual([3, 3, 5])
  expect(x509.map((one) => new X509Certificate(one).subjectAltName)).toEqual(x509.map(() => 'URI:spiffe://acme.test'))
})
