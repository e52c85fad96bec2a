import { AppError } from '../model/app-error.ts'
import type { Role } from '../model/viewer.ts'

type Account = { role: Role; endsAt: Date | null }

/**
 * An auditor's account ends: it is for somebody from elsewhere, for a time. Throws AppError 'bad-input' at the field `endsAt` for
 * one without an end. `before` is what the account was: one that never had an end may be changed in other ways until it has one.
 */
export function requireEnd(account: Account, before: Account | null = null): void {
  if (!isEndless(account) || (before !== null && isEndless(before))) return
  throw new AppError('bad-input', 'Some of this cannot be used.', [
    { where: 'endsAt', what: 'An auditor’s account ends: give it a last day.' },
  ])
}

function isEndless({ role, endsAt }: Account): boolean {
  return role === 'auditor' && endsAt === null
}
