import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { findAccount, insertUser } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import { type Actor, Role } from '../model/viewer.ts'
import { requireEnd } from './account-end.ts'
import { readNewAccount } from './new-account.ts'
import { hashPassword } from './password.ts'
import type { World } from './world.ts'

export type UserToMake = {
  name: string
  email: string
  password: string
  role: string
  /** The owner they are, for the tokens they may see. */
  ownerId?: string | null
  /** An auditor's account ends. */
  endsAt?: Date | null
  demo?: boolean
}

/**
 * Makes a local account with a role. Throws AppError 'bad-input' with what is wrong at which field, 'conflict' where the
 * address has an account.
 */
export async function makeUser(world: World, actor: Actor, input: UserToMake): Promise<{ userId: string }> {
  const account = readNewAccount(input)
  const role = Role.safeParse(input.role)
  if (!role.success) throw badInput('role', `A role is one of ${Role.options.join(', ')}.`)
  const endsAt = input.endsAt ?? null
  if (endsAt !== null && endsAt <= world.now) throw badInput('endsAt', 'An account ends in the future.')
  requireEnd({ role: role.data, endsAt })
  if (await findAccount(world.db, account.email)) throw taken()
  const userId = uuid()
  const passwordHash = await hashPassword(account.password, world.passwordCost)
  const { name, email } = account
  const ownerId = input.ownerId ?? null
  await world.db.prisma
    .$transaction(async (tx) => {
      await insertUser(tx, {
        id: userId,
        email,
        name,
        role: role.data,
        passwordHash,
        ownerId,
        endsAt,
        demo: input.demo ?? false,
        createdAt: world.now,
      })
      const after = { email, name, role: role.data, ownerId, endsAt: endsAt?.toISOString() ?? null }
      await record(tx, { actor, act: 'user.make', target: `user:${userId}`, after }, world.now, world.auditKey)
    })
    .catch((error: unknown) => {
      throw (error as { code?: unknown }).code === 'P2002' ? taken() : error
    })
  return { userId }
}

function badInput(where: string, what: string): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
}

function taken(): AppError {
  const what = 'There is an account with this e-mail address already.'
  return new AppError('conflict', what, [{ where: 'email', what }])
}
