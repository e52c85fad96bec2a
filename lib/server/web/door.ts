import 'server-only'
import { randomUUID } from 'node:crypto'
import { AppError } from '../../model/app-error.ts'
import { settings } from '../env.ts'
import { ground } from './ground.ts'
import { problemOf } from './problem.ts'
import { refuseForeignOrigin } from './same-origin.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Wraps a route handler. What it returns is the answer, bare, unless it is a Response already; what it throws becomes a
 * problem (RFC 9457) with the status of its code. A request that changes something must come from a page of ours. Asking who
 * is there is the handler's first line: `requireViewer(permission)`.
 */
export function door<Context = unknown>(
  handler: (request: Request, context: Context) => Promise<unknown>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const requestId = randomUUID()
    try {
      if (!reading.has(request.method)) refuseForeignOrigin(request.headers, settings().publicUrl)
      const answer = await handler(request, context)
      return sealed(
        answer instanceof Response ? answer : answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer),
        requestId,
      )
    } catch (error) {
      return refused(error, request, requestId)
    }
  }
}

async function refused(error: unknown, request: Request, requestId: string): Promise<Response> {
  const problem = problemOf(error, requestId)
  const call = `${request.method} ${new URL(request.url).pathname.slice(0, 300)}`
  await ground()
    .then(({ log }) => {
      if (problem.status === 500) log.error({ requestId, call, err: error }, 'a request failed')
      else log.info({ requestId, call, status: problem.status, code: problem.code }, 'a request was refused')
    })
    // Without a database there is no ground, and the answer says so; it must not fail over its own log.
    .catch(() => undefined)
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (problem.status === 429 || problem.status === 503) headers.set('retry-after', problem.status === 429 ? '300' : '5')
  if (error instanceof AppError && error.code === 'signed-out') headers.set('www-authenticate', 'Session')
  return sealed(new Response(JSON.stringify(problem), { status: problem.status, headers }), requestId)
}

/** What we answer is for this viewer alone, and no cache on the way may keep it. */
function sealed(response: Response, requestId: string): Response {
  const headers = new Headers(response.headers)
  headers.set('cache-control', 'private, no-store')
  headers.set('x-request-id', requestId)
  return new Response(response.body, { status: response.status, headers })
}
