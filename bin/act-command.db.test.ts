import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { actingEstate } from '../lib/flows/testing/acting-estate.ts'
import standdown from './standdown.ts'

const key = randomBytes(32).toString('base64')
const { db, estate, keys } = await actingEstate(key)
afterAll(() => estate.close())

let out: string[]
beforeEach(() => {
  out = []
  for (const [name, value] of Object.entries({ DATABASE_URL: db.url, STANDDOWN_KEY: key, NEXTAUTH_SECRET: randomBytes(32).toString('base64'), NEXTAUTH_URL: 'http://127.0.0.1:3000' }))
    vi.stubEnv(name, value)
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      out.push(String(text))
      return true
    })
}) // prettier-ignore
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const id = (place: number) => keys[place]?.id ?? ''
const stateOf = async (place: number) => (await db.prisma.providerAct.findMany({ where: { tokenId: id(place) } })).map(({ state }) => state)

test.each([
  ['no reason', ['disable', id(0)], /say why/],
  ['nobody to confirm it', ['disable', id(0), '--why', 'x'], /say --yes/],
  ['a mistyped option', ['disable', id(0), '--wy', 'x'], /unknown option/],
])('used wrongly, %s: exit 2, and nothing is asked for', async (_, argv, says) => {
  expect(await standdown(argv)).toBe(2)
  expect(out.join('')).toMatch(says)
  expect(await db.prisma.providerAct.count()).toBe(0)
})

test('a dry run says what would happen and sends nothing', async () => {
  expect(await standdown(['disable', keys[0]?.displayId ?? '', '--dry-run'])).toBe(0)
  expect(out.join('')).toMatch(/Disable it: .*can be enabled again\. Sessions that were begun with it go on/)
  expect(await standdown(['delete', id(0), '--dry-run'])).toBe(1)
  expect(out.join('')).toMatch(/not possible: Disable it first/)
  expect(await db.prisma.providerAct.count()).toBe(0)
})

test('one is disabled, read back and deleted; it stands for review', async () => {
  expect(await standdown(['disable', id(0), '--why', 'At night.', '--yes'])).toBe(0)
  expect(out.join('')).toMatch(/seen, shown disabled/)
  expect(out.join('')).toMatch(/stands for review/)
  expect(await standdown(['delete', id(0), '--why', 'Replaced.', '--yes'])).toBe(0)
  expect((await stateOf(0)).toSorted()).toEqual(['seen', 'seen'])
})

test('two wait for a second person', async () => {
  expect(await standdown(['disable', id(1), id(2), '--why', 'x', '--yes'])).toBe(3)
  expect(out.join('')).toMatch(/2 tokens wait for a second person: .*\/acts\//)
  expect(await stateOf(1)).toEqual(['asked'])
})

test('what the provider refuses is told, and the exit code says so', async () => {
  estate.control.fault({ name: 'forbidden', on: 'iam:UpdateAccessKey' })
  expect(await standdown(['disable', id(3), '--why', 'x', '--yes'])).toBe(1)
  estate.control.clearFaults()
  expect(out.join('')).toMatch(/failed, shown live: /)
})

test('a word that means nothing is told', async () => {
  expect(await standdown(['disable', 'nothing-is-called-this', '--dry-run'])).toBe(1)
  expect(out.join('')).toMatch(/there is no token "nothing-is-called-this"/)
})
