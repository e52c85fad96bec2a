import { forgiveTries, takeTry, type TryLimit } from '../db/attempts.ts'
import { record } from '../db/audit.ts'
import { openSession } from '../db/sessions.ts'
import { findAccount, foldEmail } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import { checkPassword } from './password.ts'
import { passFactor } from './second-factor.ts'
import type { World } from './world.ts'

export type SignIn = {
  email: string
  password: string
  /** Of an authenticator app, or a recovery code; asked for where the account has a second factor. */
  code?: string
  /** Where it comes from: an address, or the network it belongs to. */
  from: string
  /** What the browser calls itself, to tell one's sessions apart. */
  agent: string
}

/** From one place, and from all places together: guessing from many addresses is slow, and locking a person out is not cheap. */
const fromOnePlace: TryLimit = { tries: 5, waitSeconds: 300 }
const fromAnywhere: TryLimit = { tries: 50, waitSeconds: 300 }
const longestInput = 1_000

/**
 * Checks a person's password and opens a session, always a new one; gives back the id for the cookie. Throws AppError
 * 'signed-out' when they do not match and 'too-many' after five tries. An account that is not there, is disabled or has ended
 * answers like a wrong password, and takes as long. 'second-factor' where the password is right and a code is asked for: that is
 * a try like any other, so that codes cannot be guessed at either.
 */
export async function signIn(
  world: World,
  { email, password, code = '', from, agent }: SignIn,
): Promise<{ sessionId: string; userId: string }> {
  const { db, now } = world
  const address = foldEmail(email.slice(0, longestInput))
  const here = `sign-in|${address}|${from}`
  const anywhere = `sign-in|${address}`
  const standing = await takeTry(db, here, fromOnePlace, now)
  const overall = await takeTry(db, anywhere, fromAnywhere, now)
  const wait = Math.max(standing.waitSeconds, overall.waitSeconds)
  if (wait > 0) throw new AppError('too-many', `Too many tries. Wait ${sayMinutes(wait)}, then try again.`)

  const account = await findAccount(db, address)
  const matches = password.length <= longestInput && (await checkPassword(password, account?.passwordHash ?? null, world.passwordCost))
  const open = account !== null && account.disabledAt === null && (account.endsAt === null || account.endsAt > now)
  if (!matches || !open) {
    world.log.warn({ act: 'sign-in', from, left: standing.left }, 'A sign-in was refused.')
    throw new AppError('signed-out', sayMismatch(standing.left))
  }

  const sessionId = await db.prisma.$transaction(async (tx) => {
    const factor = await passFactor(tx, world, account.id, code.slice(0, longestInput))
    const id = await openSession(tx, account.id, agent.slice(0, 300), now)
    const actor = { kind: 'user', id: account.id, name: account.name } as const
    await record(tx, { actor, act: 'session.open', target: `user:${account.id}`, after: { from, factor } }, now, world.auditKey)
    return id
  })
  await forgiveTries(db, [here, anywhere])
  return { sessionId, userId: account.id }
}

function sayMismatch(left: number): string {
  if (left === 0) return `That e-mail and password do not match. Wait ${sayMinutes(fromOnePlace.waitSeconds)}, then try again.`
  return `That e-mail and password do not match. ${left} ${left === 1 ? 'try' : 'tries'} left, then wait ${sayMinutes(fromOnePlace.waitSeconds)}.`
}

function sayMinutes(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
