import 'server-only'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { getServerSession, type NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { cookies, headers } from 'next/headers'
import type { NextRequest } from 'next/server'
import { absoluteMinutes, sessionHash } from '../../db/sessions.ts'
import { endSession } from '../../flows/end-session.ts'
import { signIn } from '../../flows/sign-in.ts'
import { AppError } from '../../model/app-error.ts'
import { settings } from '../env.ts'
import { clientNetwork } from './client-address.ts'
import { ground, webWorld } from './ground.ts'
import { tellable } from './problem.ts'
import { pathOnThisSite } from './same-origin.ts'
import { signInPath } from './sign-in-path.ts'

/**
 * Everything that next-auth does for us is in this file. Its encrypted cookie carries one thing, a session's 256-bit id; who
 * that is, and whether they still are, is asked of our own row at every request. Its `getToken`, which would also take the
 * cookie's value from a bearer header, is not used anywhere.
 */

/** The hash of the session that this request's cookie names, or null. Says nothing about whether that session still counts. */
export async function currentSessionHash(): Promise<string | null> {
  const session = (await getServerSession(options())) as { hash?: unknown } | null
  return typeof session?.hash === 'string' ? session.hash : null
}

/** Checks a password and signs this browser in, under a new session id. Throws AppError 'signed-out', 'second-factor' or 'too-many' with what to say. */
export async function openSession(credentials: { email: string; password: string; code?: string }): Promise<void> {
  const before = await currentSessionHash()
  const csrf = await call('GET', ['csrf'], {}, {})
  const answer = await call(
    'POST',
    ['callback', 'credentials'],
    { ...credentials, code: credentials.code ?? '', csrfToken: csrf.body.csrfToken ?? '' },
    csrf.cookies,
  )
  const name = sessionCookie().name
  const value = answer.cookies[name]
  if (!value) throw refusals.get(answer) ?? new AppError('internal', 'Signing in did not work. The log says why.')
  const jar = await cookies()
  jar.set(name, value, { ...sessionCookie().options, maxAge: absoluteMinutes * 60 })
  if (before) await endSession(await webWorld({ clock: 'system' }), before)
}

/** Ends this browser's session on the server first, so that a copy of the cookie is worth nothing; then forgets the cookie. */
export async function closeSession(): Promise<void> {
  const hash = await currentSessionHash()
  if (hash) await endSession(await webWorld({ clock: 'system' }), hash)
  const { name, options: attributes } = sessionCookie()
  ;(await cookies()).set(name, '', { ...attributes, maxAge: 0 })
}

/** next-auth's own routes, for the few of its paths that we serve. */
export async function serveNextAuth(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return (await NextAuth(request, context, options())) as Response
}

/** The name of the cookie, for those who only want to know whether there is one. */
export function sessionCookie(): { name: string; options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean } } {
  return ourCookie('session')
}

function ourCookie(purpose: string) {
  const secure = settings().publicUrl.startsWith('https:')
  // "__Host-" makes a browser refuse the cookie from a sub-domain or without TLS; over plain HTTP it would refuse it always.
  return {
    name: `${secure ? '__Host-' : ''}standdown-${purpose}`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  } as const
}

function options(): NextAuthOptions {
  const { publicUrl, sessionSecret } = settings()
  if (sessionSecret === null) {
    throw new AppError(
      'unavailable',
      'NEXTAUTH_SECRET is not set: nobody can sign in. Give it 32 random bytes, such as the output of "openssl rand -base64 32".',
    )
  }
  // next-auth takes its own address from the environment alone, and would believe a Host header if this were set.
  process.env.NEXTAUTH_URL = publicUrl
  delete process.env.AUTH_TRUST_HOST
  return {
    secret: sessionSecret,
    debug: false,
    logger: { error: (code) => void note(code), warn: () => undefined, debug: () => undefined },
    session: { strategy: 'jwt', maxAge: absoluteMinutes * 60 },
    pages: { signIn: signInPath, signOut: signInPath, error: signInPath },
    cookies: {
      sessionToken: ourCookie('session'),
      callbackUrl: ourCookie('callback'),
      csrfToken: ourCookie('csrf'),
      pkceCodeVerifier: ourCookie('pkce'),
      state: ourCookie('state'),
      nonce: ourCookie('nonce'),
    },
    providers: [
      Credentials({
        name: 'password',
        credentials: { email: { type: 'email' }, password: { type: 'password' }, code: { type: 'text' } },
        authorize: async (given) => {
          const { sessionId } = await signInFrom(given ?? {})
          return { id: sessionId }
        },
      }),
    ],
    callbacks: {
      // Nothing else enters the token, whatever next-auth or a request would add.
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      session: ({ token, session }) => ({ expires: session.expires, hash: typeof token.sid === 'string' ? sessionHash(token.sid) : null }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${pathOnThisSite(url, baseUrl)}`,
    },
  }
}

/** next-auth lets an error out as a piece of an address. What it said is kept beside it, and the address says only that it failed. */
async function signInFrom(given: { email?: unknown; password?: unknown; code?: unknown }): Promise<{ sessionId: string }> {
  const sent = await headers()
  try {
    return await signIn(await webWorld({ clock: 'system' }), {
      email: String(given.email ?? ''),
      password: String(given.password ?? ''),
      code: String(given.code ?? ''),
      from: clientNetwork(sent, settings().trustedProxies),
      agent: sent.get('user-agent') ?? '',
    })
  } catch (error) {
    const told = tellable(error)
    if (told.code === 'internal') await note('SIGN_IN', error)
    throw new Error(`${told.code}:${told.message}`)
  }
}

type Answer = { cookies: Record<string, string>; body: { csrfToken?: string }; location: string | null }

const refusals = {
  /** What was said where next-auth answered with its error page. */
  get({ location }: Answer): AppError | null {
    const said = location === null ? null : new URL(location, settings().publicUrl).searchParams.get('error')
    const [code, ...message] = (said ?? '').split(':')
    if (code !== 'signed-out' && code !== 'second-factor' && code !== 'too-many' && code !== 'unavailable') return null
    const what = message.join(':')
    return new AppError(code, what, code === 'second-factor' ? [{ where: 'code', what }] : [])
  },
}

/** Asks next-auth as a browser would, without the way over the network; its answer's cookies are read, not set. */
async function call(
  method: 'GET' | 'POST',
  path: readonly string[],
  body: Record<string, string>,
  sent: Record<string, string>,
): Promise<Answer> {
  const answer: Answer = { cookies: {}, body: {}, location: null }
  const response = {
    status: () => response,
    end: () => undefined,
    send: (value: Answer['body']) => void (answer.body = value),
    json: (value: Answer['body']) => void (answer.body = value),
    getHeader: () => undefined,
    setHeader: (name: string, value: string | readonly string[]) => {
      if (name === 'Location') answer.location = String(value)
      if (name === 'Set-Cookie') for (const line of [value].flat()) keepCookie(answer.cookies, line)
      return response
    },
  }
  const request = { method, query: { nextauth: path }, body, cookies: sent, headers: {} }
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options())
  return answer
}

function keepCookie(kept: Record<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  kept[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1))
}

async function note(code: string, error?: unknown): Promise<void> {
  const { log } = await ground()
  log.warn({ code, ...(error !== undefined && { err: error }) }, 'signing in met a problem')
}
