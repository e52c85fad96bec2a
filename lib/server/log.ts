import { pino, type DestinationStream } from 'pino'
import type { Log } from '../connectors/contract.ts'
import { AppError, errorCodes } from '../model/app-error.ts'

/** Names whose values never reach a log, whatever they hold. */
const secretNames =
  /^(?:.*secret.*|pass(?:word|phrase|wd)?|.*password.*|.*credentials?|authorization|proxy-authorization|(?:set-)?cookies?|dpop|.*private_?key.*|.*api_?key|(?:access|refresh|id|csrf|session|bearer)?_?token|sealed|unsealed|session_?id|code|nonce|.*signature|databaseurl|connectionstring)$/i
const deepest = 8

/**
 * A structured log on stderr, so that stdout carries only what a command prints. Values under secret-bearing names, passwords
 * inside addresses, and bearer headers are taken out; of an error only what says where it happened is kept.
 */
export function openLog({ level = 'info', to }: { level?: string; to?: DestinationStream } = {}): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields, 0) as Record<string, unknown> },
      // Errors have been through `redact` already; pino's own serialiser would copy every property an error carries.
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
    },
    to ?? pino.destination({ dest: 2, sync: true }),
  )
}

/** A copy of a value that holds no secret we know the name or the shape of. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return value
  if (depth >= deepest) return '[deep]'
  if (value instanceof Error) return sayError(value, depth)
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  if (value instanceof Uint8Array) return `[${value.length} bytes]`
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecret(name, item) ? '[redacted]' : redact(item, depth + 1)]),
  )
}

/** A code of a sign-in or a second factor is a secret; that of a refusal is its reason, and one of a few words that we know. */
function isSecret(name: string, value: unknown): boolean {
  if (name === 'code' && (errorCodes as readonly unknown[]).includes(value)) return false
  return secretNames.test(name.replaceAll('-', '_')) || secretNames.test(name)
}

function sayError(error: Error, depth: number): object {
  const code = (error as { code?: unknown }).code
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' && { errorCode: code }),
    ...(error instanceof AppError && error.issues.length > 0 && { issues: redact(error.issues, depth + 1) }),
    ...(error.stack && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  }
}

function redactText(text: string): string {
  return text
    .replaceAll(/(:\/\/[^/\s:@]{0,200}:)[^/\s@]{1,500}@/g, '$1[redacted]@')
    .replaceAll(/\b(bearer|basic|dpop)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [redacted]')
}
