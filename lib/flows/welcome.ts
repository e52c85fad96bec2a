import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { takeTry } from '../db/attempts.ts'
import { record } from '../db/audit.ts'
import { readSetting, takeSetting, writeSetting } from '../db/settings.ts'
import { countUsers, insertUser } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import { readNewAccount } from './new-account.ts'
import { hashPassword } from './password.ts'
import type { World } from './world.ts'

const setting = 'welcome.code'
const Kept = z.object({ hash: z.string() })

/** Letters and digits that cannot be taken for one another (Crockford's base 32): 20 of them are 100 bits. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groups = 5
const groupLetters = 4
/** From one address, and then all others wait as well: only one person in the world has a reason to try. */
const limit = { tries: 10, waitSeconds: 300 }

/**
 * The one-time code that makes the first administrator, or null where there is one already. Each call makes a new code and
 * the one before is worth nothing; only its hash is kept.
 */
export async function openWelcome(world: World): Promise<string | null> {
  if ((await countUsers(world.db)) > 0) return null
  const code = Array.from({ length: groups }, () =>
    Array.from({ length: groupLetters }, () => letters[randomInt(letters.length)]).join(''),
  ).join('-')
  await writeSetting(world.db, setting, { hash: hashOf(code) })
  return code
}

/** Whether this installation still waits for its first administrator. */
export async function awaitsWelcome(world: Pick<World, 'db'>): Promise<boolean> {
  return (await countUsers(world.db)) === 0
}

/**
 * Makes the first administrator. Throws AppError 'conflict' where there is a user already, 'forbidden' for a wrong code,
 * 'too-many' after ten wrong ones, 'bad-input' with what is wrong in the form. The code is used up with it, in one transaction.
 */
export async function welcome(
  world: World,
  input: { code: string; name: string; email: string; password: string; from: string },
): Promise<{ userId: string }> {
  const { db, now } = world
  if (!(await awaitsWelcome(world))) throw done()
  const account = readNewAccount(input)
  const standing = await takeTry(db, `welcome|${input.from}`, limit, now)
  if (standing.waitSeconds > 0) throw new AppError('too-many', 'Too many wrong codes. Wait 5 minutes, then try again.')
  const kept = Kept.safeParse(await readSetting(db, setting))
  if (!kept.success || !same(kept.data.hash, hashOf(input.code))) {
    // Whoever else held it may have used it up since.
    if (!(await awaitsWelcome(world))) throw done()
    const what = 'This is not the code. It is printed in the terminal where Standdown was started; a new start prints a new one.'
    throw new AppError('forbidden', what, [{ where: 'code', what }])
  }

  const userId = uuid()
  const passwordHash = await hashPassword(account.password, world.passwordCost)
  await db.prisma.$transaction(async (tx) => {
    // Of two who hold the code at once, one takes it and the other finds it gone.
    if (!(await takeSetting(tx, setting)) || (await countUsers(tx)) > 0) throw done()
    await insertUser(tx, { id: userId, email: account.email, name: account.name, role: 'admin', passwordHash, createdAt: now })
    const actor = { kind: 'user', id: userId, name: account.name } as const
    const after = { email: account.email, name: account.name, role: 'admin' }
    await record(tx, { actor, act: 'user.make-first', target: `user:${userId}`, after }, now, world.auditKey)
  })
  return { userId }
}

function done(): AppError {
  return new AppError('conflict', 'This installation has its first administrator already. Sign in instead.')
}

/** Typed by hand: case, blanks and dashes do not count, and O, I and L are read as what they look like. */
function hashOf(code: string): string {
  const read = code
    .slice(0, 200)
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return createHash('sha256').update(read).digest('hex')
}

function same(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}
