import { beforeAll, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import type { Role, Scope, Viewer } from '../model/viewer.ts'
import { find } from './find.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const actor = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const viewer = (role: Role, scope: Scope = { all: true }): Viewer => ({ id: actor.id, sessionId: 's', name: 'Ana', email: 'a@acme.example', role, scope, selfIds: [] }) // prettier-ignore
const analyst = viewer('analyst')

async function bring(name: string, rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  const run = await importFile(await at('2026-11-24T09:00:00Z'), actor, { name, settings, input: input() })
  expect(run.problem).toBeNull()
}

beforeAll(async () => {
  await bring('people', 'owners', 'key,kind,name,email\npay,team,Payments,pay@acme.example\nana,person,Ana,ana@acme.example\n')
  await bring('workloads', 'workloads', 'key,name,sensitivity\npay-api,Payments API,3\n')
  const rows = Array.from({ length: 20 }, (_, n) => `AKIAPAY${String(n).padStart(4, '0')},aws.access-key,payments ${n},AKIA…${String(n).padStart(4, '0')},${n % 2 ? 'active' : 'disabled'},${n % 2 ? 'pay@acme.example' : 'ana@acme.example'}`) // prettier-ignore
  await bring('tokens', 'tokens', ['external_id,kind,name,display_id,lifecycle,owner', ...rows].join('\n'))
})

const told = async (of: Viewer, typed: string) => (await find(db, of, typed)).map(({ kind, title }) => `${kind} ${title}`)

it('finds a token by its name, its id and its last four', async () => {
  for (const typed of ['payments 7', 'akiapay0007', '0007'])
    expect(await find(db, analyst, typed)).toMatchObject([{ kind: 'token', title: 'payments 7', detail: 'AKIA…0007' }])
})

it('tells eight at most, live ones first, and leaves room for who and what is named so', async () => {
  const found = await find(db, analyst, ' PAYMENTS ')
  expect(found.map(({ kind }) => kind)).toEqual([...Array<string>(6).fill('token'), 'owner', 'workload'])
  for (const { kind, detail } of found) if (kind === 'token') expect(detail).not.toContain('disabled')
  const owner = found.find(({ kind }) => kind === 'owner')
  expect(owner).toMatchObject({ title: 'Payments', detail: 'team', href: `/tokens?owner=${owner?.id}` })
  expect(await find(db, analyst, 'payments 1')).toHaveLength(8)
})

it('shows an owner their own tokens and no names', async () => {
  const { id } = await db.prisma.owner.findFirstOrThrow({ where: { name: 'Ana' } })
  const ana = viewer('owner', { all: false, ownerIds: [id] })
  expect(await told(ana, 'payments 1')).toEqual(expect.arrayContaining(['token payments 10']))
  for (const one of await told(ana, 'pa')) expect(one).toMatch(/^token payments \d*[02468]$/)
  expect(await told(ana, '0007')).toEqual([])
  expect(await told(viewer('owner', { all: false, ownerIds: [] }), 'payments')).toEqual([])
})

it('asks for two letters, and takes none of them for a pattern', async () => {
  for (const typed of ['', ' ', 'p', '%', '__', '%%', 'a\0b', 'a\ud800', 'nothing like it'])
    expect(await find(db, analyst, typed)).toEqual([])
})
