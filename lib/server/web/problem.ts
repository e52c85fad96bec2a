import { z } from 'zod'
import { isConnectionLoss, isCrossed, isWritingStopped } from '../../db/transaction.ts'
import { AppError, type ErrorCode, type Issue } from '../../model/app-error.ts'
import { setValidatorWords } from './validator-words.ts'

// Every door and every action tells its errors by this file, so that none of them can answer with the validator's own text.
setValidatorWords()

/** RFC 9457. `code` and `issues` are ours; `instance` is what to look for in the log. */
export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  detail: string
  instance: string
  code: ErrorCode
  issues?: readonly Issue[]
}

const statuses: Record<ErrorCode, readonly [status: number, title: string]> = {
  'bad-input': [400, 'Bad Request'],
  'signed-out': [401, 'Unauthorized'],
  'second-factor': [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  'not-found': [404, 'Not Found'],
  conflict: [409, 'Conflict'],
  'too-many': [429, 'Too Many Requests'],
  internal: [500, 'Internal Server Error'],
  provider: [502, 'Bad Gateway'],
  unavailable: [503, 'Service Unavailable'],
}

/** What an error may tell the person who met it. Only an AppError's message is meant for them; of any other, nothing is shown. */
export function tellable(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ where: path.join('.') || 'the request', what: message }))
    return new AppError('bad-input', 'Some of this cannot be used.', issues)
  }
  if (isWritingStopped(error))
    return new AppError(
      'unavailable',
      'The disk of the database is nearly full, so nothing can be saved just now. Nothing was changed; it goes on by itself when there is room again.',
    )
  if (isCrossed(error))
    return new AppError('unavailable', 'Somebody else is changing the same at this moment. Nothing was changed; try again.')
  if (isDatabaseAway(error)) return new AppError('unavailable', 'The database does not answer. Nothing was changed; try again in a minute.')
  return new AppError('internal', 'Something went wrong on our side. The log has more under the number given here.')
}

export function problemOf(error: unknown, requestId: string): Problem {
  const { code, message, issues } = tellable(error)
  const [status, title] = statuses[code]
  return {
    type: 'about:blank',
    title,
    status,
    detail: message,
    instance: `urn:uuid:${requestId}`,
    code,
    ...(issues.length > 0 && { issues }),
  }
}

const prismaConnectionCodes = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024'])

function isDatabaseAway(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return isConnectionLoss(error) || (typeof code === 'string' && prismaConnectionCodes.has(code))
}
