import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { endSessionsOf, findViewer, listSessions, sessionHash } from '../db/sessions.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { AppError } from '../model/app-error.ts'
import type { Viewer } from '../model/viewer.ts'
import { changePassword } from './change-password.ts'
import { changeUser } from './change-user.ts'
import { endOtherSessions, endOwnSession } from './end-session.ts'
import { answerInvitation, inviteAgain, inviteUser, openInvitation } from './invite-user.ts'
import { makeUser } from './make-user.ts'
import { beginFactor, confirmFactorOf, removeFactor, takeFactorAway } from './second-factor.ts'
import { signIn } from './sign-in.ts'
import { worldOver } from './testing/world.ts'
import type { World } from './world.ts'

const system = { kind: 'system', name: 'test' } as const
const password = 'copper lantern drifts 41'
const now = new Date('2026-11-24T10:00:00Z')
const db = await freshDatabase()
const world = await (await worldOver(db))(now.toISOString())
const at = (seconds: number): World => ({ ...world, now: new Date(now.getTime() + seconds * 1_000) })
let made = 0

async function account(): Promise<{ email: string; userId: string; viewer: Viewer }> {
  made += 1
  const email = `person${made}@example.com`
  const { userId } = await makeUser(world, system, { name: `Person ${made}`, email, password, role: 'analyst' })
  const viewer = await viewerOf((await enter(email)).sessionId)
  return { email, userId, viewer }
}

function enter(email: string, more: { code?: string; password?: string } = {}, w: World = world) {
  return signIn(w, { email, password, from: `10.0.0.${made}`, agent: 'test', ...more })
}

async function viewerOf(sessionId: string): Promise<Viewer> {
  const viewer = await findViewer(db, sessionHash(sessionId), now)
  if (!viewer) throw new Error('The session does not count.')
  return viewer
}

function codeOf(secret: string, when: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: when.getTime() })
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`Expected a refusal, got ${String(error)}`)
  return error
}

/** Everything that the audit says of an account, oldest first. */
async function actsOn(userId: string): Promise<string[]> {
  const rows = await db.prisma.audit.findMany({ where: { target: `user:${userId}` }, orderBy: { seq: 'asc' }, select: { act: true } })
  return rows.map(({ act }) => act)
}

test('an invited person chooses a password once, and the link is worth nothing afterwards', async () => {
  const { userId, code } = await inviteUser(world, system, { name: 'Ana', email: 'ana@example.com', role: 'analyst' })
  expect((await refusal(enter('ana@example.com'))).code).toBe('signed-out')
  const opened = await openInvitation(world, code, 'here')
  expect(opened).toMatchObject({ userId, email: 'ana@example.com' })
  // Opening it, as a mail scanner would, uses nothing up.
  expect(await openInvitation(world, code, 'here')).toMatchObject({ userId })
  expect((await refusal(answerInvitation(world, { code, password: 'short', from: 'here' }))).issues).toMatchObject([{ where: 'password' }])
  await answerInvitation(world, { code, password, from: 'here' })
  await enter('ana@example.com')
  expect((await refusal(answerInvitation(world, { code, password, from: 'here' }))).code).toBe('not-found')
  expect(await openInvitation(world, code, 'here')).toBeNull()
  expect(await actsOn(userId)).toEqual(['user.invite', 'password.set', 'session.open'])
  const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from audit where before::text || after::text like $1`, [`%${code}%`])
  expect(rows[0]?.n).toBe(0)
}) // prettier-ignore

test('where no test asks for less, a password is hashed at the full cost, and known again', async () => {
  const { passwordCost, ...usual } = world
  expect(passwordCost).toBeDefined()
  const { userId } = await makeUser(usual, system, { name: 'Full', email: 'full@example.com', password, role: 'analyst' })
  const kept = await db.prisma.user.findUnique({ where: { id: userId }, select: { passwordHash: true } })
  expect(kept?.passwordHash).toMatch(/^scrypt\$17\$8\$1\$/)
  await enter('full@example.com', {}, usual)
})

test.each([
  ['its week is over', 7 * 86_400 + 1],
  ['it is still good on its last second', 7 * 86_400 - 1],
])('a link: %s', async (_, seconds) => {
  const { code } = await inviteUser(world, system, { name: 'Late', email: `late${seconds}@example.com`, role: 'analyst' })
  const opened = await openInvitation(at(seconds), code, 'here')
  expect(opened !== null).toBe(seconds < 7 * 86_400)
})

test('a new link replaces the one before, ends sessions when it is used, and works for a lost password', async () => {
  const { email, userId, viewer } = await account()
  const first = await inviteAgain(world, system, userId)
  const second = await inviteAgain(world, system, userId)
  expect(await openInvitation(world, first.code, 'here')).toBeNull()
  await answerInvitation(world, { code: second.code, password: 'other words entirely 7', from: 'here' })
  expect(await findViewer(db, viewer.sessionId, now)).toBeNull()
  expect((await refusal(enter(email))).code).toBe('signed-out')
  await enter(email, { password: 'other words entirely 7' })
})

test('of two who follow one link at once, one sets the password', async () => {
  const { code } = await inviteUser(world, system, { name: 'Twice', email: 'twice@example.com', role: 'analyst' })
  const answers = await Promise.allSettled(['first password 111', 'second password 22'].map((chosen) => answerInvitation(world, { code, password: chosen, from: 'x' })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
}) // prettier-ignore

test('an auditor’s account has to end', async () => {
  const person = { name: 'Audit', email: 'audit@example.com', role: 'auditor' }
  expect((await refusal(inviteUser(world, system, person))).issues).toMatchObject([{ where: 'endsAt' }])
  const endsAt = new Date('2027-01-01T00:00:00Z')
  const invited = await inviteUser(world, system, { ...person, endsAt })
  const { userId } = await account()
  expect((await refusal(changeUser(world, system, userId, { role: 'auditor' }))).issues).toMatchObject([{ where: 'endsAt' }])
  expect((await refusal(changeUser(world, system, invited.userId, { endsAt: null }))).issues).toMatchObject([{ where: 'endsAt' }])
  expect(await db.prisma.user.findUnique({ where: { id: invited.userId } })).toMatchObject({ endsAt })
})

test('a factor counts once it was seen to work; then each code lets in once, and recovery codes once each', async () => {
  const { email, userId, viewer } = await account()
  const { secret } = await beginFactor(world, viewer, password)
  const other = await viewerOf((await enter(email)).sessionId) // not confirmed yet: asks for nothing
  expect((await refusal(confirmFactorOf(world, viewer, '000000'))).code).toBe('second-factor')
  expect(await findViewer(db, other.sessionId, now)).not.toBeNull()
  const { recoveryCodes } = await confirmFactorOf(world, viewer, codeOf(secret, now))
  expect(recoveryCodes).toHaveLength(8)
  expect(await findViewer(db, other.sessionId, now)).toBeNull()
  expect(await findViewer(db, viewer.sessionId, now)).not.toBeNull()

  expect((await refusal(enter(email))).issues).toMatchObject([{ where: 'code' }])
  expect((await refusal(enter(email, { code: codeOf(secret, now) }))).message).toMatch(/used already/)
  const later = at(30)
  await enter(email, { code: codeOf(secret, later.now) }, later)
  expect((await refusal(enter(email, { code: codeOf(secret, later.now) }, later))).message).toMatch(/used already/)
  const muchLater = at(600)
  expect((await refusal(enter(email, { code: codeOf(secret, at(480).now) }, muchLater))).code).toBe('second-factor')
  await enter(email, { code: ` ${recoveryCodes[0]?.toUpperCase()} ` }, muchLater)
  expect((await refusal(enter(email, { code: recoveryCodes[0] ?? '' }, muchLater))).code).toBe('second-factor')

  expect((await refusal(removeFactor(world, viewer, 'not the password'))).issues).toMatchObject([{ where: 'current' }])
  await removeFactor(world, viewer, password)
  await enter(email, {}, at(1_200))
  const acts = (await actsOn(userId)).filter((act) => act.startsWith('factor.'))
  expect(acts).toEqual(['factor.begin', 'factor.confirm', 'factor.remove'])
})

test('a session left open is not its owner: without the password no factor is begun, and the one begun before stays', async () => {
  const { userId, viewer } = await account()
  const { secret } = await beginFactor(world, viewer, password)
  expect((await refusal(beginFactor(world, viewer, 'not the password'))).issues).toMatchObject([{ where: 'current' }])
  expect((await refusal(beginFactor(world, viewer, ''))).issues).toMatchObject([{ where: 'current' }])
  expect((await actsOn(userId)).filter((act) => act === 'factor.begin')).toHaveLength(1)
  await confirmFactorOf(world, viewer, codeOf(secret, now))
})

test('codes cannot be guessed at: after five tries there is a wait, even for the right one', async () => {
  const { email, viewer } = await account()
  const { secret } = await beginFactor(world, viewer, password)
  await confirmFactorOf(world, viewer, codeOf(secret, now))
  for (let tried = 0; tried < 5; tried += 1) await refusal(enter(email, { code: '123456' }))
  const later = at(60)
  expect((await refusal(enter(email, { code: codeOf(secret, later.now) }, later))).code).toBe('too-many')
})

test('one code shown twice at once lets one in', async () => {
  const { email, viewer } = await account()
  const { secret } = await beginFactor(world, viewer, password)
  await confirmFactorOf(world, viewer, codeOf(secret, now))
  const later = at(30)
  const code = codeOf(secret, later.now)
  const entries = await Promise.allSettled([enter(email, { code }, later), enter(email, { code }, later)])
  expect(entries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a factor’s secret rests sealed, and no audit entry holds it', async () => {
  const { viewer } = await account()
  const { secret } = await beginFactor(world, viewer, password)
  const { rows } = await db.pool.query<{ n: number }>(
    `select (select count(*) from second_factor where sealed like $1)::int + (select count(*) from audit where coalesce(after::text, '') like $1)::int as n`,
    [`%${secret}%`],
  )
  expect(rows[0]?.n).toBe(0)
})

test('an administrator takes a lost factor away', async () => {
  const { email, userId, viewer } = await account()
  const { secret } = await beginFactor(world, viewer, password)
  await confirmFactorOf(world, viewer, codeOf(secret, now))
  await takeFactorAway(world, system, userId)
  await enter(email)
  expect((await refusal(takeFactorAway(world, system, userId))).code).toBe('conflict')
})

test('a changed password ends the other sessions and a link that would set another, and keeps this one', async () => {
  const { email, userId, viewer } = await account()
  const { code } = await inviteAgain(world, system, userId)
  const other = await viewerOf((await enter(email)).sessionId)
  expect((await refusal(changePassword(world, viewer, { current: 'wrong', next: 'new words for this 5' }))).issues).toMatchObject([{ where: 'current' }])
  expect((await refusal(changePassword(world, viewer, { current: password, next: 'short' }))).issues).toMatchObject([{ where: 'password' }])
  expect(await openInvitation(world, code, 'here')).not.toBeNull()
  await changePassword(world, viewer, { current: password, next: 'new words for this 5' })
  expect(await openInvitation(world, code, 'here')).toBeNull()
  expect(await findViewer(db, other.sessionId, now)).toBeNull()
  expect(await findViewer(db, viewer.sessionId, now)).not.toBeNull()
  await enter(email, { password: 'new words for this 5' })
}) // prettier-ignore

test('one’s own sessions are listed and ended; another’s cannot be', async () => {
  const mine = await account()
  const other = await account()
  const second = await viewerOf((await enter(mine.email)).sessionId)
  expect(await listSessions(db, mine.viewer.id, now)).toHaveLength(2)
  expect((await refusal(endOwnSession(world, other.viewer, second.sessionId))).code).toBe('not-found')
  await endOwnSession(world, mine.viewer, second.sessionId)
  expect(await listSessions(db, mine.viewer.id, now)).toHaveLength(1)
  await enter(mine.email)
  expect(await endOtherSessions(world, mine.viewer)).toBe(1)
  expect(await findViewer(db, mine.viewer.sessionId, now)).not.toBeNull()
  await db.prisma.$transaction((tx) => endSessionsOf(tx, mine.viewer.id, {}, now))
  expect(await findViewer(db, mine.viewer.sessionId, now)).toBeNull()
})

test('two administrators who edit one account: the second is told, and nothing is lost', async () => {
  await makeUser(world, system, { name: 'Admin', email: 'admin@example.com', password, role: 'admin' })
  const { userId } = await account()
  await changeUser(world, system, userId, { disabled: true, version: 1 })
  expect((await refusal(changeUser(world, system, userId, { disabled: false, version: 1 }))).code).toBe('conflict')
  await changeUser(world, system, userId, { disabled: false, version: 2 })
})

test('whoever has a right link does not wait for what others of their network try', async () => {
  const { code, userId } = await inviteUser(world, system, { name: 'Near', email: 'near@example.com', role: 'analyst' })
  for (let tried = 0; tried < 20; tried += 1) expect(await openInvitation(world, '0'.repeat(40), 'an office')).toBeNull()
  expect((await refusal(openInvitation(world, '0'.repeat(40), 'an office'))).code).toBe('too-many')
  for (let opened = 0; opened < 25; opened += 1) expect(await openInvitation(world, code, 'an office')).toMatchObject({ userId })
})
