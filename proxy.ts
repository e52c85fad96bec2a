import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy, dataSecurityPolicy } from './lib/server/web/security-headers.ts'
import { pathHeader, signInHref } from './lib/server/web/sign-in-path.ts'

const open = /^\/(?:sign-in|welcome|invitation|api|_next|favicon\.ico|icon\.svg)(?:\/|$)/

/**
 * Gives every page its nonce and its policy, and spares signed-out visitors a detour. It decides no access: every page,
 * handler and action asks for its viewer itself, which the tests prove with this redirect switched off.
 */
export function proxy(request: NextRequest): NextResponse {
  const https = (process.env.NEXTAUTH_URL ?? '').startsWith('https:')
  const { pathname, search } = request.nextUrl
  const redirects = process.env.STANDDOWN_TEST_PROXY_REDIRECT !== 'off'
  const cookie = https ? '__Host-standdown-session' : 'standdown-session'
  if (redirects && !open.test(pathname) && !request.cookies.has(cookie)) {
    return withPolicy(NextResponse.redirect(new URL(signInHref(`${pathname}${search}`), request.nextUrl)), dataSecurityPolicy)
  }
  // The nonce is made here and written over whatever a client sent under these names: Next reads it back from the policy.
  const policy = contentSecurityPolicy({ nonce: randomBytes(18).toString('base64'), https })
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.delete('content-security-policy-report-only')
  headers.set(pathHeader, `${pathname}${search}`)
  return withPolicy(NextResponse.next({ request: { headers } }), policy)
}

/** A request that passes here is held in memory, 10 MB of it and no more; files to import stream past. Their handlers ask for their viewer. */
export const config = { matcher: ['/((?!api/v1/imports$|api/v1/import-previews$|api/v1/directory-imports$|api/v1/exposure-reports$).*)'] }

function withPolicy(response: NextResponse, policy: string): NextResponse {
  response.headers.set('content-security-policy', policy)
  return response
}
