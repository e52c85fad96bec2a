import { beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { emptyAudit } from '../db/testing/tamper.ts'
import type { AppError } from '../model/app-error.ts'
import { worldOver } from './testing/world.ts'
import { openWelcome, welcome } from './welcome.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const world = await at('2026-11-23T09:00:00Z')
const person = { name: 'Ana', email: 'ana@example.com', password: 'correct horse battery', from: '127.0.0.1' }

const enter = (code: string | null, change = {}) =>
  welcome(world, { ...person, ...change, code: code ?? '' }).then(
    () => 'made',
    (error: unknown) => (error as AppError).code,
  )

beforeEach(async () => {
  await db.pool.query('truncate "user", session, attempt, setting cascade')
  await emptyAudit(db)
  await db.pool.query(`update audit_head set seq = 0, hash = repeat('0', 64)`)
})

test('the code makes the first administrator, once', async () => {
  const code = await openWelcome(world)
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z-]{24}$/)
  expect(await enter(code)).toBe('made')
  expect(await enter(code, { email: 'eve@example.com' })).toBe('conflict')
  expect(await openWelcome(world)).toBeNull()
  const users = await db.prisma.user.findMany()
  expect(users).toMatchObject([{ email: 'ana@example.com', role: 'admin' }])
  expect(await db.prisma.audit.count({ where: { act: 'user.make-first' } })).toBe(1)
})

test('typed in small letters, without dashes, with O for 0, it is the same code', async () => {
  const code = await openWelcome(world)
  expect(await enter(` ${code?.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe('made')
})

test.each(['', '0000-0000-0000-0000-0000', 'x'.repeat(100_000), '\0'])('a wrong code (%#) makes nobody', async (code) => {
  await openWelcome(world)
  expect(await enter(code)).toBe('forbidden')
  expect(await db.prisma.user.count()).toBe(0)
})

test('a new start makes a new code, and the old one is worth nothing', async () => {
  const old = await openWelcome(world)
  const fresh = await openWelcome(world)
  expect(await enter(old)).toBe('forbidden')
  expect(await enter(fresh)).toBe('made')
})

test('the code itself is not kept', async () => {
  const code = await openWelcome(world)
  expect(JSON.stringify(await db.prisma.setting.findMany())).not.toContain(code?.slice(0, 9))
})

test('ten wrong codes, then the right one must wait', async () => {
  const code = await openWelcome(world)
  for (let count = 0; count < 10; count += 1) expect(await enter('wrong')).toBe('forbidden')
  expect(await enter(code)).toBe('too-many')
  const after = await at('2026-11-23T09:06:00Z')
  await expect(welcome(after, { ...person, code: code ?? '' })).resolves.toMatchObject({ userId: expect.any(String) as string })
})

test('of eight at once with the right code, one is made', async () => {
  const code = await openWelcome(world)
  const all = await Promise.all(Array.from({ length: 8 }, (_, index) => enter(code, { email: `ana${index}@example.com` })))
  expect(all.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'conflict', 'conflict', 'conflict', 'conflict', 'made'])
  expect(await db.prisma.user.count()).toBe(1)
})

test('a form with something wrong in it does not use up the code', async () => {
  const code = await openWelcome(world)
  expect(await enter(code, { password: 'short' })).toBe('bad-input')
  expect(await enter(code)).toBe('made')
})

test('where the audit cannot be written nobody is made, and the code still works', async () => {
  const code = await openWelcome(world)
  await db.pool.query('alter table audit rename to audit_away')
  try {
    expect(await enter(code)).not.toBe('made')
    expect(await db.prisma.user.count()).toBe(0)
  } finally {
    await db.pool.query('alter table audit_away rename to audit')
  }
  expect(await enter(code)).toBe('made')
})
