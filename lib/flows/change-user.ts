import { record } from '../db/audit.ts'
import { countActiveAdmins, readUser, updateUser } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import type { Actor, Role } from '../model/viewer.ts'
import { requireEnd } from './account-end.ts'
import type { World } from './world.ts'

/** What may change of an account; what is left out stays. `disabled` also ends all their sessions. */
export type UserChange = {
  role?: Role
  disabled?: boolean
  ownerId?: string | null
  endsAt?: Date | null
  /** The version that was on the screen; left out by those who saw none. */
  version?: number
}

/**
 * Changes an account. It counts from their next request: nothing of a role or an end is kept in a cookie. Throws AppError
 * 'not-found', 'bad-input' for an auditor whose account would not end any more, or 'conflict' where it would leave nobody who can
 * administer.
 */
export async function changeUser(world: World, actor: Actor, userId: string, change: UserChange): Promise<void> {
  const { now } = world
  await world.db.prisma.$transaction(async (tx) => {
    // Everybody who changes accounts waits here first, so that nobody waits for two things in two orders.
    await countActiveAdmins(tx, now)
    const before = await readUser(tx, userId)
    if (!before) throw new AppError('not-found', 'That account is not there.')
    if (change.version !== undefined && change.version !== before.version) {
      throw new AppError(
        'conflict',
        'Somebody changed this account after you opened it. What it is now is beside the form; nothing was saved.',
      )
    }
    const disabledAt = change.disabled === undefined ? before.disabledAt : change.disabled ? (before.disabledAt ?? now) : null
    const after = {
      role: change.role ?? before.role,
      disabledAt,
      ownerId: change.ownerId === undefined ? before.ownerId : change.ownerId,
      endsAt: change.endsAt === undefined ? before.endsAt : change.endsAt,
    }
    requireEnd(after, before)
    await updateUser(tx, userId, after, now)
    if ((await countActiveAdmins(tx, now)) === 0) {
      throw new AppError('conflict', 'This is the last account that can administer Standdown. Make another administrator first.')
    }
    await record(tx, { actor, act: 'user.change', target: `user:${userId}`, before: say(before), after: say(after) }, now, world.auditKey)
  })
}

type State = { role: Role; disabledAt: Date | null; ownerId: string | null; endsAt: Date | null }

function say({ role, disabledAt, ownerId, endsAt }: State) {
  return { role, ownerId, disabledAt: disabledAt?.toISOString() ?? null, endsAt: endsAt?.toISOString() ?? null }
}
