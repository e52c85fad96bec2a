import { expect, test } from 'vitest'
import { contentSecurityPolicy, dataSecurityPolicy, securityHeaders } from './security-headers.ts'

test('behind TLS a browser is told to stay there, for a year; without TLS it is not', () => {
  expect(securityHeaders({ https: true })['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  expect(securityHeaders({ https: false })).not.toHaveProperty('strict-transport-security')
  expect(contentSecurityPolicy({ nonce: 'n', https: true })).toContain('upgrade-insecure-requests')
  expect(contentSecurityPolicy({ nonce: 'n', https: false })).not.toContain('upgrade-insecure-requests')
})

test.each([
  ['a page', contentSecurityPolicy({ nonce: 'bm9uY2U=', https: true })],
  ['data', dataSecurityPolicy],
])('the policy of %s allows nothing by default and nothing unsafe', (_, policy) => {
  const directives = Object.fromEntries(policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)]))
  expect(directives['default-src']).toEqual(["'none'"])
  expect(directives['frame-ancestors']).toEqual(["'none'"])
  expect(directives['base-uri']).toEqual(["'none'"])
  expect(directives).toHaveProperty('form-action')
  expect(policy).not.toMatch(/unsafe-|\*|https?:/)
})

test('scripts run by nonce only, and by what carries it', () => {
  expect(contentSecurityPolicy({ nonce: 'bm9uY2U=', https: false })).toContain("script-src 'nonce-bm9uY2U=' 'strict-dynamic';")
})
