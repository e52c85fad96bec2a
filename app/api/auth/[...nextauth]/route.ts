import type { NextRequest } from 'next/server'
import { AppError } from '@/lib/model/app-error.ts'
import { door } from '@/lib/server/web/door.ts'
import { closeSession, serveNextAuth } from '@/lib/server/web/session.ts'

type Context = { params: Promise<{ nextauth: string[] }> }

const largestBody = 16 * 1024
const reads = new Set(['csrf', 'signin'])
const writes = new Set(['callback/credentials', 'signout'])

/** Of next-auth's paths only those that something uses are there. */
export const GET = door<Context>(async (request, context) => {
  if (!reads.has((await context.params).nextauth.join('/'))) throw notThere()
  return serveNextAuth(request as NextRequest, context)
})

export const POST = door<Context>(async (request, context) => {
  const path = (await context.params).nextauth.join('/')
  if (!writes.has(path)) throw notThere()
  const length = Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY)
  if (!(length <= largestBody)) throw new AppError('bad-input', 'This is larger than a sign-in can be.')
  // next-auth would swallow a failure to end the session, and say that it ended.
  if (path === 'signout') return closeSession()
  return serveNextAuth(request as NextRequest, context)
})

function notThere(): AppError {
  return new AppError('not-found', 'There is nothing here.')
}
