import { record } from '../db/audit.ts'
import { forgiveTries, takeTry } from '../db/attempts.ts'
import type { Tx } from '../db/db.ts'
import { confirmFactor, deleteFactor, readFactor, takeRecoveryCode, takeStep, writeFactor } from '../db/second-factors.ts'
import { endSessionsOf } from '../db/sessions.ts'
import { AppError } from '../model/app-error.ts'
import { actorOf, type Actor, type Viewer } from '../model/viewer.ts'
import { requirePassword } from './change-password.ts'
import { factorUri, newFactorSecret, newRecoveryCodes, onceHash, stepOf } from './one-time-code.ts'
import type { SealBinding, World } from './world.ts'

const limit = { tries: 10, waitSeconds: 300 }

/** What a second factor's secret is sealed for: it opens for no other account. */
export function factorBinding(userId: string): SealBinding {
  return { purpose: 'second-factor', table: 'second_factor', row: userId, column: 'sealed' }
}

/**
 * Makes a second factor that counts once `confirmFactorOf` saw a code of it. Asks for the password: whoever finds a session open
 * could otherwise lock its owner out. Gives back what an authenticator app needs; it is shown once. Throws AppError 'bad-input' at
 * the field `current`, 'conflict' where a factor is in use.
 */
export async function beginFactor(world: World, viewer: Viewer, password: string): Promise<{ secret: string; uri: string }> {
  await requirePassword(world, viewer, password)
  const secret = newFactorSecret()
  const sealed = world.seal(secret, factorBinding(viewer.id))
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await writeFactor(tx, viewer.id, sealed))) throw new AppError('conflict', 'A second factor is in use already. Remove it first.')
    await record(tx, { actor: actorOf(viewer), act: 'factor.begin', target: `user:${viewer.id}` }, world.now, world.auditKey)
  })
  return { secret, uri: factorUri(secret, viewer.email) }
}

/**
 * The app shows the right code, so the factor counts from now on, and one's other sessions, which came in without it, end. Gives
 * back recovery codes, shown once.
 */
export async function confirmFactorOf(world: World, viewer: Viewer, code: string): Promise<{ recoveryCodes: readonly string[] }> {
  await countTry(world, viewer.id)
  const recoveryCodes = newRecoveryCodes()
  await world.db.prisma.$transaction(async (tx) => {
    const kept = await readFactor(tx, viewer.id)
    if (!kept || kept.confirmedAt) throw new AppError('conflict', 'There is no second factor to confirm. Begin again.')
    const step = stepOf(openSecret(world, viewer.id, kept.sealed), code, world.now)
    if (step === null || !(await takeStep(tx, viewer.id, step))) throw wrongCode('This is not the code that the app shows now.')
    await confirmFactor(tx, viewer.id, recoveryCodes.map(onceHash), world.now)
    const sessionsEnded = await endSessionsOf(tx, viewer.id, { but: viewer.sessionId }, world.now)
    const entry = { actor: actorOf(viewer), act: 'factor.confirm', target: `user:${viewer.id}`, after: { sessionsEnded } }
    await record(tx, entry, world.now, world.auditKey)
  })
  await forgiveTries(world.db, [tryKey(viewer.id)])
  return { recoveryCodes }
}

/** Takes one's own second factor away. Asks for the password, as a session left open is not its owner. */
export async function removeFactor(world: World, viewer: Viewer, password: string): Promise<void> {
  await requirePassword(world, viewer, password)
  await takeFactorAway(world, actorOf(viewer), viewer.id)
}

/** For an administrator, where a person lost their device and their recovery codes. */
export async function takeFactorAway(world: World, actor: Actor, userId: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await deleteFactor(tx, userId))) throw new AppError('conflict', 'There is no second factor to remove.')
    await record(tx, { actor, act: 'factor.remove', target: `user:${userId}` }, world.now, world.auditKey)
  })
}

/**
 * At a sign-in, after the password was right: lets an account without a factor through, and asks the others for a code, of
 * their app or a recovery code. Throws AppError 'second-factor', at the field `code`.
 */
export async function passFactor(tx: Tx, world: World, userId: string, code: string): Promise<'none' | 'app' | 'recovery'> {
  const kept = await readFactor(tx, userId)
  if (!kept?.confirmedAt) return 'none'
  if (code.trim() === '') throw wrongCode('Enter the code that your authenticator app shows.')
  const step = stepOf(openSecret(world, userId, kept.sealed), code, world.now)
  if (step !== null) {
    if (await takeStep(tx, userId, step)) return 'app'
    throw wrongCode('This code was used already. Wait for the next one.')
  }
  if (await takeRecoveryCode(tx, userId, onceHash(code), world.now)) return 'recovery'
  throw wrongCode('This code is not right.')
}

async function countTry({ db, now }: World, userId: string): Promise<void> {
  const { waitSeconds } = await takeTry(db, tryKey(userId), limit, now)
  if (waitSeconds > 0) throw new AppError('too-many', 'Too many wrong codes. Wait 5 minutes, then try again.')
}

function tryKey(userId: string): string {
  return `factor|${userId}`
}

function openSecret(world: World, userId: string, sealed: string): string {
  return String(world.unseal(sealed, factorBinding(userId)))
}

function wrongCode(what: string): AppError {
  return new AppError('second-factor', what, [{ where: 'code', what }])
}
