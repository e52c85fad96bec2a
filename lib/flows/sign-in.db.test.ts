import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyChain } from '../db/audit.ts'
import { findViewer, listSessions, openSession, sessionHash } from '../db/sessions.ts'
import { freshDatabase } from '../db/testing/database.ts'
import type { AppError } from '../model/app-error.ts'
import { changeUser } from './change-user.ts'
import { endSession } from './end-session.ts'
import { makeUser } from './make-user.ts'
import { signIn } from './sign-in.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const system = { kind: 'system', name: 'test' } as const
const password = 'correct horse battery'
const nine = '2026-11-23T09:00:00Z'
const later = (minutes: number) => new Date(Date.parse(nine) + minutes * 60_000).toISOString()
const from = '198.51.100.7'
const ids: Record<string, string> = {}

const enter = async (email: string, word = password, { when = nine, place = from } = {}) =>
  signIn(await at(when), { email, password: word, from: place, agent: 'a browser' })
const refusal = async (email: string, word: string, options = {}) => {
  const error = await enter(email, word, options).then(
    () => null,
    (thrown: unknown) => thrown as AppError,
  )
  return error && `${error.code}: ${error.message}`
}
/** A session without the quarter of a second that a password takes. */
const open = async (role: string, when = nine) => ({
  sessionId: await db.prisma.$transaction((tx) => openSession(tx, ids[role] ?? '', 'a browser', new Date(when))),
})
const viewer = (sessionId: string, when = nine) => findViewer(db, sessionHash(sessionId), new Date(when))

beforeAll(async () => {
  const world = await at(nine)
  const team = await db.prisma.owner.create({ data: { id: '018f0000-0000-7000-8000-00000000000a', kind: 'team', name: 'Payments' } })
  const person = await db.prisma.owner.create({
    data: { id: '018f0000-0000-7000-8000-00000000000b', kind: 'person', name: 'Olu', teamId: team.id },
  })
  for (const role of ['admin', 'analyst', 'owner', 'auditor']) {
    const ownerId = role === 'owner' ? person.id : null
    const endsAt = role === 'auditor' ? new Date('2027-01-01') : null
    ids[role] = (await makeUser(world, system, { name: role, email: `${role}@example.com`, password, role, ownerId, endsAt })).userId
  }
})

beforeEach(async () => {
  await db.prisma.attempt.deleteMany()
})

describe('signing in', () => {
  test('opens a session that names the viewer, with a new id each time', async () => {
    const [first, second] = [await enter('analyst@example.com'), await enter('  ANALYST@Example.com ')]
    expect(first.sessionId).not.toBe(second.sessionId)
    expect(Buffer.from(first.sessionId, 'base64url').length).toBe(32)
    expect(await viewer(first.sessionId)).toEqual({
      id: ids.analyst, sessionId: sessionHash(first.sessionId), name: 'analyst', email: 'analyst@example.com', role: 'analyst', scope: { all: true }, selfIds: [],
    })
    expect(JSON.stringify(await db.prisma.session.findMany())).not.toContain(first.sessionId)
    expect((await listSessions(db, ids.analyst ?? '', new Date(nine))).length).toBe(2)
    expect((await verifyChain(db.pool, (await at(nine)).auditKey)).intact).toBe(true)
  }) // prettier-ignore

  test('an owner sees what is theirs and their team’s', async () => {
    const { sessionId } = await open('owner')
    expect((await viewer(sessionId))?.scope).toEqual({
      all: false,
      ownerIds: ['018f0000-0000-7000-8000-00000000000b', '018f0000-0000-7000-8000-00000000000a'],
    })
  })

  test.each([
    ['a wrong password', 'admin@example.com', 'wrong'],
    ['an address without an account', 'nobody@example.com', password],
    ['an empty password', 'admin@example.com', ''],
    ['a password of a megabyte', 'admin@example.com', 'x'.repeat(1_000_000)],
    ['an address of a megabyte', 'x'.repeat(1_000_000), password],
    ['NUL in the address', 'admin\0@example.com', password],
    ['SQL in the address', `' or 1=1 --`, password],
    ['a letter that only looks the same', 'аdmin@example.com', password],
  ])('%s: the same words', async (_, email, word) => {
    expect(await refusal(email, word)).toBe('signed-out: That e-mail and password do not match. 4 tries left, then wait 5 minutes.')
  })

  test('five tries, then a wait of five minutes; the right password does not help before', async () => {
    const said = []
    for (let count = 0; count < 6; count += 1) said.push(await refusal('admin@example.com', 'wrong'))
    expect(said.map((one) => one?.replace(/.*match\. /, ''))).toEqual([
      '4 tries left, then wait 5 minutes.',
      '3 tries left, then wait 5 minutes.',
      '2 tries left, then wait 5 minutes.',
      '1 try left, then wait 5 minutes.',
      'Wait 5 minutes, then try again.',
      'too-many: Too many tries. Wait 5 minutes, then try again.',
    ])
    expect(await refusal('admin@example.com', password, { when: later(4.5) })).toBe(
      'too-many: Too many tries. Wait 1 minute, then try again.',
    )
    expect(await refusal('admin@example.com', password, { when: later(5.1) })).toBeNull()
  })

  test('an address without an account waits alike', async () => {
    for (let count = 0; count < 5; count += 1) await refusal('nobody@example.com', 'wrong')
    expect(await refusal('nobody@example.com', 'wrong')).toContain('too-many')
  })

  test('guessing from elsewhere does not lock a person out of their own place', async () => {
    for (let count = 0; count < 8; count += 1) await refusal('admin@example.com', 'wrong', { place: '203.0.113.1' })
    expect(await refusal('admin@example.com', password)).toBeNull()
  })

  test('of twenty guesses at once no more than five are looked at', async () => {
    const said = await Promise.all(Array.from({ length: 20 }, () => refusal('auditor@example.com', 'wrong')))
    expect(said.filter((one) => one?.startsWith('signed-out')).length).toBe(5)
  })

  test('a right password forgives the wrong ones', async () => {
    for (let count = 0; count < 4; count += 1) await refusal('admin@example.com', 'wrong')
    await enter('admin@example.com')
    expect(await refusal('admin@example.com', 'wrong')).toContain('4 tries left')
  })
})

describe('a session ends', () => {
  test.each([
    ['is open at once', 0, true],
    ['is open after 29 minutes of nothing', 29, true],
    ['has ended after 30', 30, false],
  ])('%s', async (_, minutes, stillOpen) => {
    const { sessionId } = await open('analyst')
    expect((await viewer(sessionId, later(minutes))) !== null).toBe(stillOpen)
  })

  test('that only an open page asks about by itself, after 30 minutes: asking leaves its last use where it was', async () => {
    const { sessionId } = await open('analyst')
    const hash = sessionHash(sessionId)
    const seenAt = async () => (await db.prisma.session.findUnique({ where: { hash } }))?.seenAt.toISOString()
    for (let minutes = 1; minutes < 30; minutes += 1)
      expect(await findViewer(db, hash, new Date(later(minutes)), { uses: false })).toMatchObject({ name: 'analyst' })
    expect(await seenAt()).toBe(new Date(nine).toISOString())
    expect(await findViewer(db, hash, new Date(later(30)), { uses: false })).toBeNull()
    expect(await viewer(sessionId, later(29))).not.toBeNull()
    expect(await seenAt()).toBe(later(29))
  })

  test('used all day, after twelve hours', async () => {
    const { sessionId } = await open('analyst')
    for (let minutes = 20; minutes < 720; minutes += 20) expect(await viewer(sessionId, later(minutes))).not.toBeNull()
    expect(await viewer(sessionId, later(720))).toBeNull()
  })

  test('by signing out: for every copy of its cookie, and for no other session', async () => {
    const [mine, other] = [await open('analyst'), await open('analyst')]
    const world = await at(nine)
    await endSession(world, sessionHash(mine.sessionId))
    await endSession(world, sessionHash(mine.sessionId))
    expect(await viewer(mine.sessionId)).toBeNull()
    expect(await viewer(other.sessionId)).not.toBeNull()
    const ends = await db.prisma.audit.count({ where: { act: 'session.end', actorId: ids.analyst } })
    expect(ends).toBe(1)
  })

  test('a clock that is set back prolongs nothing', async () => {
    const { sessionId } = await open('analyst', later(60))
    expect(await viewer(sessionId, later(0))).toBeNull()
  })

  test.each(['', 'x', 'f'.repeat(64), '__proto__'])('an id that was never given out (%j) is nobody', async (hash) => {
    expect(await findViewer(db, hash, new Date(nine))).toBeNull()
  })
})

describe('what changes of an account counts at the next request', () => {
  test('another role', async () => {
    const { sessionId } = await open('analyst')
    await changeUser(await at(nine), system, ids.analyst ?? '', { role: 'auditor', endsAt: new Date('2027-01-01') })
    expect((await viewer(sessionId))?.role).toBe('auditor')
    await changeUser(await at(nine), system, ids.analyst ?? '', { role: 'analyst', endsAt: null })
  })

  test('disabled: the session ends and stays ended, and no new one opens', async () => {
    const { sessionId } = await open('auditor')
    await changeUser(await at(nine), system, ids.auditor ?? '', { disabled: true })
    expect(await viewer(sessionId)).toBeNull()
    expect(await refusal('auditor@example.com', password)).toContain('do not match')
    await changeUser(await at(nine), system, ids.auditor ?? '', { disabled: false })
    expect(await viewer(sessionId)).toBeNull()
    expect(await refusal('auditor@example.com', password)).toBeNull()
  })

  test('an account that ends, ends', async () => {
    await changeUser(await at(nine), system, ids.auditor ?? '', { endsAt: new Date(later(10)) })
    const { sessionId } = await open('auditor')
    expect(await viewer(sessionId, later(9))).not.toBeNull()
    expect(await viewer(sessionId, later(10))).toBeNull()
    expect(await refusal('auditor@example.com', password, { when: later(11) })).toContain('do not match')
  })

  test.each([{ role: 'analyst' }, { disabled: true }, { endsAt: new Date('2026-11-01') }] as const)(
    'the last administrator stays one: %j',
    async (change) => {
      await expect(changeUser(await at(nine), system, ids.admin ?? '', change)).rejects.toThrow(/last account that can administer/)
      const { sessionId } = await open('admin')
      expect((await viewer(sessionId))?.role).toBe('admin')
    },
  )
})

describe('making an account', () => {
  const good = { name: 'New', email: 'new@example.com', password, role: 'analyst' }

  test.each([
    ['no name', { name: ' ' }, 'name'],
    ['control characters in the name', { name: 'a\u0000b' }, 'name'],
    ['no address', { email: 'new' }, 'email'],
    ['a short password', { password: 'short' }, 'password'],
    ['a password without end', { password: 'x1y2z3'.repeat(50) }, 'password'],
    ['a password that repeats', { password: 'aaaaaaaaaaaaaa' }, 'password'],
    ['a password that is the address', { password: 'new@example.com' }, 'password'],
    ['a role that is none', { role: '__proto__' }, 'role'],
    ['an end in the past', { endsAt: new Date('2020-01-01') }, 'endsAt'],
    ['an auditor without an end', { role: 'auditor' }, 'endsAt'],
    ['an address that is taken, in capitals', { email: 'ADMIN@example.com' }, 'email'],
  ])('%s is refused at its field', async (_, change, where) => {
    const error = await makeUser(await at(nine), system, { ...good, ...change }).then(
      () => null,
      (thrown: unknown) => thrown as AppError,
    )
    expect(error?.issues.map((issue) => issue.where)).toEqual([where])
    expect(await db.prisma.user.count()).toBe(4)
  })

  test('two at once for one address make one', async () => {
    const world = await at(nine)
    const both = await Promise.allSettled([makeUser(world, system, good), makeUser(world, system, good)])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const kept = await db.prisma.audit.findMany({ where: { act: 'user.make' } })
    expect(JSON.stringify(kept, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /scrypt|correct horse/,
    )
  })
})
