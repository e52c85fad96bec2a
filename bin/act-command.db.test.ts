import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { v7 as uuid } from 'uuid'
import { actingEstate } from '../lib/flows/testing/acting-estate.ts'
import standdown from './standdown.ts'

const key = randomBytes(32).toString('base64')
const { db, estate, keys } = await actingEstate(key)
afterAll(() => estate.close())
const ana = 'ana@acme.example'
const past = new Date(estate.control.now().getTime() - 1)
const people = [
  { email: ana, name: 'Ana', role: 'analyst' },
  { email: 'oli@acme.example', name: 'Oli', role: 'owner' },
  { email: 'dan@acme.example', name: 'Dan', role: 'admin', disabledAt: past },
  { email: 'eli@acme.example', name: 'Eli', role: 'analyst', endsAt: past },
]
await db.prisma.user.createMany({ data: people.map((one) => ({ id: uuid(), createdAt: past, ...one })) })
const accountOf = async (email: string) => (await db.prisma.user.findUniqueOrThrow({ where: { email } })).id

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
  ['nobody to confirm it', ['disable', id(0), '--why', 'x', '--as', ana], /say --yes/],
  ['nobody who asks', ['disable', id(0), '--why', 'x', '--yes'], /say who asks: --as EMAIL/],
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
  expect(await standdown(['disable', id(0), '--why', 'At night.', '--as', ana, '--yes'])).toBe(0)
  expect(out.join('')).toMatch(/seen, shown disabled/)
  expect(out.join('')).toMatch(/stands for review/)
  expect(await standdown(['delete', id(0), '--why', 'Replaced.', '--as', ana, '--yes'])).toBe(0)
  expect((await stateOf(0)).toSorted()).toEqual(['seen', 'seen'])
})

test('two wait for a second person', async () => {
  expect(await standdown(['disable', id(1), id(2), '--why', 'x', '--as', ana, '--yes'])).toBe(3)
  expect(out.join('')).toMatch(/2 tokens wait for a second person: .*\/acts\//)
  const [act] = await db.prisma.providerAct.findMany({ where: { tokenId: id(1) } })
  expect(act).toMatchObject({ state: 'asked', askedBy: 'Ana, by the command line', askedById: await accountOf(ana) })
})

test.each([
  ['nobody’s', 'nobody@acme.example'],
  ['an owner’s', 'oli@acme.example'],
  ['one that was disabled', 'dan@acme.example'],
  ['one that has ended', 'eli@acme.example'],
])('%s account asks for nothing', async (_, as) => {
  expect(await standdown(['disable', id(4), '--why', 'x', '--as', as, '--yes'])).toBe(1)
  expect(out.join('')).toMatch(/no account of an administrator or an analyst/)
  expect(await stateOf(4)).toEqual([])
})

test('what the provider refuses is told, and the exit code says so', async () => {
  estate.control.fault({ name: 'forbidden', on: 'iam:UpdateAccessKey' })
  expect(await standdown(['disable', id(3), '--why', 'x', '--as', ana, '--yes'])).toBe(1)
  estate.control.clearFaults()
  expect(out.join('')).toMatch(/failed, shown live: /)
})

test('a word that means nothing is told', async () => {
  expect(await standdown(['disable', 'nothing-is-called-this', '--dry-run'])).toBe(1)
  expect(out.join('')).toMatch(/there is no token "nothing-is-called-this"/)
})
