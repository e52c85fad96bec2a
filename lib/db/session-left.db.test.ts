import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { sessionLeft } from './session-left.ts'
import { openSession, sessionHash } from './sessions.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const now = new Date('2026-11-30T12:00:00Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

async function session(data: object = {}, user: object = {}): Promise<string> {
  const id = randomUUID()
  await db.prisma.user.create({ data: { id, email: `${id}@example.com`, name: 'Ana', role: 'admin', createdAt: now, ...user } })
  const hash = sessionHash(await db.prisma.$transaction((tx) => openSession(tx, id, 'a browser', now)))
  await db.prisma.session.update({ where: { hash }, data })
  return hash
}

test.each([
  ['used just now', {}, {}, { seconds: 30 * 60, extendable: true }],
  ['unused for 28 minutes', { seenAt: minutes(-28) }, {}, { seconds: 120, extendable: true }],
  ['unused for 30 minutes', { seenAt: minutes(-30) }, {}, null],
  ['at the end of its 12 hours', { endsAt: minutes(2) }, {}, { seconds: 120, extendable: false }],
  ['of an account that ends', {}, { endsAt: minutes(1) }, { seconds: 60, extendable: false }],
  ['that was ended', { revokedAt: now }, {}, null],
  ['of a disabled account', {}, { disabledAt: now }, null],
])('a session %s', async (_name, data, user, left) => expect(await sessionLeft(db, await session(data, user), now)).toEqual(left))

test('asking does not prolong it, and one that never was has nothing left', async () => {
  const hash = await session({ seenAt: minutes(-20) })
  await sessionLeft(db, hash, now)
  expect(await sessionLeft(db, hash, minutes(5))).toEqual({ seconds: 5 * 60, extendable: true })
  expect(await sessionLeft(db, 'nobody’s', now)).toBeNull()
})
