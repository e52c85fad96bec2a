import { v7 as uuid } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { rowsPerPage } from '../model/directory-search.ts'
import type { DirectoryPage } from './directory-page.ts'
import { listUsers, readUserRow, type UserRow } from './list-users.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const now = new Date('2026-11-30T12:00:00Z')
const all = { text: null, show: null, from: null }
const count = 2 * rowsPerPage + 20

beforeAll(async () => {
  const person = (at: number) => ({ id: uuid(), email: `person${at}@example.com`, name: `Person ${at % 40}`, role: 'analyst', createdAt: now })
  await db.prisma.user.createMany({ data: Array.from({ length: count }, (_, at) => person(at)) })
}) // prettier-ignore

const after = (page: DirectoryPage<UserRow>) => listUsers(db, { ...all, from: page.next })
const before = (page: DirectoryPage<UserRow>) => listUsers(db, { ...all, from: page.previous })

test('every account is on one page, names that many have included; backwards they are the same pages', async () => {
  const first = await listUsers(db, all)
  const second = await after(first)
  const third = await after(second)
  const pages = [first, second, third]
  expect(pages.map(({ rows, total, before: earlier }) => [rows.length, total, earlier])).toEqual([
    [rowsPerPage, count, 0],
    [rowsPerPage, count, rowsPerPage],
    [20, count, 2 * rowsPerPage],
  ])
  expect(third.next).toBeNull()
  expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(count)
  expect((await before(third)).rows).toEqual(second.rows)
  expect(await before(await before(third))).toEqual(first)
})

test('an account that goes while somebody reads moves nobody past their page', async () => {
  const first = await listUsers(db, all)
  const second = await after(first)
  await db.prisma.user.delete({ where: { id: first.rows[0]?.id ?? '' } })
  expect((await after(first)).rows).toEqual(second.rows)
})

test.each([
  ['person7@', ['person7@example.com']],
  ['PERSON7@', ['person7@example.com']],
  ['%', []],
  ['nobody', []],
])('a search for %j looks into name and e-mail as it is written', async (text, emails) => {
  const { rows, total } = await listUsers(db, { ...all, text })
  expect([rows.map(({ email }) => email), total]).toEqual([emails, emails.length])
})

test('one account, and none for what is no id', async () => {
  const [one] = (await listUsers(db, { ...all, text: 'person8@' })).rows
  expect(await readUserRow(db, one?.id ?? '')).toEqual(one)
  expect(one).toMatchObject({ role: 'analyst', hasPassword: false, hasFactor: false, linkUntil: null, lastSeenAt: null })
  expect([await readUserRow(db, uuid()), await readUserRow(db, 'x')]).toEqual([null, null])
})
