import 'server-only'
import { AppError } from '../../model/app-error.ts'

/** A body of JSON, as an object to be checked. Throws AppError 'bad-input' where it is none. */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = await request.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new AppError('bad-input', 'The body is not a JSON object.')
  return body as Record<string, unknown>
}
