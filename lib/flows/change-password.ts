import { forgiveTries, takeTry } from '../db/attempts.ts'
import { record } from '../db/audit.ts'
import { deleteInvitation } from '../db/invitations.ts'
import { endSessionsOf } from '../db/sessions.ts'
import { findAccount, setPassword } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { readNewAccount } from './new-account.ts'
import { checkPassword, hashPassword } from './password.ts'
import type { World } from './world.ts'

const limit = { tries: 5, waitSeconds: 300 }

/**
 * Changes one's own password, and ends one's other sessions and any link that would set another: whoever else had a way in is out.
 */
export async function changePassword(world: World, viewer: Viewer, { current, next }: { current: string; next: string }): Promise<void> {
  await requirePassword(world, viewer, current)
  const { password } = readNewAccount({ name: viewer.name, email: viewer.email, password: next })
  const passwordHash = await hashPassword(password, world.passwordCost)
  await world.db.prisma.$transaction(async (tx) => {
    await setPassword(tx, viewer.id, passwordHash)
    const sessionsEnded = await endSessionsOf(tx, viewer.id, { but: viewer.sessionId }, world.now)
    const linkEnded = await deleteInvitation(tx, viewer.id)
    const after = { sessionsEnded, ...(linkEnded && { linkEnded }) }
    const entry = { actor: actorOf(viewer), act: 'password.change', target: `user:${viewer.id}`, after }
    await record(tx, entry, world.now, world.auditKey)
  })
}

/** Throws AppError 'bad-input' at the field `current` unless this is the viewer's password; 'too-many' after five wrong ones. */
export async function requirePassword({ db, now, passwordCost }: World, viewer: Viewer, password: string): Promise<void> {
  const key = `password|${viewer.id}`
  const { waitSeconds } = await takeTry(db, key, limit, now)
  if (waitSeconds > 0) throw new AppError('too-many', 'Too many wrong passwords. Wait 5 minutes, then try again.')
  const account = await findAccount(db, viewer.email)
  if (!(await checkPassword(password, account?.passwordHash ?? null, passwordCost))) {
    const what = 'This is not your password.'
    throw new AppError('bad-input', 'Nothing was changed.', [{ where: 'current', what }])
  }
  await forgiveTries(db, [key])
}
