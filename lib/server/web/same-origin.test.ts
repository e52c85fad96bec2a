import { describe, expect, test } from 'vitest'
import { pathOnThisSite, refuseForeignOrigin } from './same-origin.ts'

const site = 'https://standdown.example.com'

describe('who may post', () => {
  test.each([
    ['our page', { origin: site, 'sec-fetch-site': 'same-origin' }],
    ['our page, in a browser that says no more', { origin: site }],
  ])('%s', (_, headers) => expect(() => refuseForeignOrigin(new Headers(headers), site)).not.toThrow())

  test.each([
    ['nobody', {}],
    ['a sandboxed frame', { origin: 'null' }],
    ['another site', { origin: 'https://evil.example' }],
    ['a sub-domain', { origin: 'https://x.standdown.example.com' }],
    ['a parent domain', { origin: 'https://example.com' }],
    ['a name that begins like ours', { origin: 'https://standdown.example.com.evil.example' }],
    ['our name without TLS', { origin: 'http://standdown.example.com' }],
    ['our name at another port', { origin: 'https://standdown.example.com:8443' }],
    ['our origin with a path', { origin: `${site}/` }],
    ['a browser that says cross-site', { origin: site, 'sec-fetch-site': 'cross-site' }],
    ['a browser that says same-site', { origin: site, 'sec-fetch-site': 'same-site' }],
    ['a browser that says the user typed it', { origin: site, 'sec-fetch-site': 'none' }],
    ['a forged host', { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' }],
    ['this machine, for a site that is not on it', { origin: 'https://localhost' }],
  ] satisfies [string, Record<string, string>][])('not %s', (_, headers) => {
    expect(() => refuseForeignOrigin(new Headers(headers), site)).toThrow(/not sent by a page of this site/)
  })

  test.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://localhost:3001', false],
    ['https://localhost:3000', false],
    ['http://localhost.evil.example:3000', false],
    ['http://127.0.0.2:3000', false],
  ])('on one machine, from %s: %s', (origin, allowed) => {
    const attempt = () => refuseForeignOrigin(new Headers({ origin }), 'http://127.0.0.1:3000')
    if (allowed) expect(attempt).not.toThrow()
    else expect(attempt).toThrow()
  })
})

describe('where to go next', () => {
  test.each([
    ['/tokens', '/tokens'],
    ['/tokens?verdict=revoke-now&sort=risk', '/tokens?verdict=revoke-now&sort=risk'],
    [`${site}/tokens`, '/tokens'],
    ['/tokens#part', '/tokens'],
    ['?a=b', '/?a=b'],
  ])('%s leads to %s', (asked, to) => expect(pathOnThisSite(asked, site)).toBe(to))

  test.each([
    null, undefined, '', 'https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example',
    '/\n/evil.example', '\t//evil.example', ' //evil.example', 'https:evil.example', 'https:/evil.example', 'http://standdown.example.com', 'HTTPS://evil.example',
    'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'https://standdown.example.com@evil.example', 'https://standdown.example.com.evil.example',
    'https://u:p@standdown.example.com/', 'https://standdown.example.com:8443/', '/..//evil.example', '/.//evil.example', '/%2e//evil.example', '/a/..//evil.example',
    'tokens', '@evil.example', '.evil.example', `/${'x'.repeat(3_000)}`,
  ])('%j leads nowhere but to the start', (asked) => {
    const to = pathOnThisSite(asked, site)
    expect(new URL(to, site).origin).toBe(site)
    expect(to === '/' || (to.startsWith('/') && !to.startsWith('//'))).toBe(true)
  }) // prettier-ignore
})
