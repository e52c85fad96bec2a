import { z } from 'zod'
import { AppError } from '@/lib/model/app-error.ts'

/**
 * The day that a field names, as the instant by which something is due: the end of it, or the policy's own instant where it is that
 * day. Throws AppError 'bad-input' at the field for anything else than a day.
 */
export function dayIn(where: string, said: string, policyDueAt: Date | null): Date {
  const day = z.iso.date().safeParse(said)
  if (!day.success)
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where, what: 'That is not a date. Use 2026-12-31.' }])
  return policyDueAt?.toISOString().slice(0, 10) === day.data ? policyDueAt : new Date(`${day.data}T23:59:59Z`)
}
