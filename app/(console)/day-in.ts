import { z } from 'zod'
import { AppError } from '@/lib/model/app-error.ts'

/** The first moment of the day in UTC that a field names; null where it names none. */
export function startOfDay(said: string): Date | null {
  const day = z.iso.date().safeParse(said)
  return day.success ? new Date(`${day.data}T00:00:00Z`) : null
}

/**
 * The day that a field names, as the instant by which something is due: the end of it, or the policy's own instant where it is that
 * day. Throws AppError 'bad-input' at the field for anything else than a day.
 */
export function endOfDay(where: string, said: string, policyDueAt: Date | null): Date {
  const start = startOfDay(said)
  if (!start) throw new AppError('bad-input', 'Some of this cannot be used.', [{ where, what: 'That is not a date. Use 2026-12-31.' }])
  const day = start.toISOString().slice(0, 10)
  return policyDueAt?.toISOString().slice(0, 10) === day ? policyDueAt : new Date(`${day}T23:59:59Z`)
}
