import { beforeAll, describe, expect, test } from 'vitest'
import { findOwner, findWorkload, ownerChoices, workloadChoices } from '../db/directory-choices.ts'
import { countOwners, listOwners, readOwner } from '../db/list-owners.ts'
import { listRules } from '../db/list-rules.ts'
import { countWorkloads, listWorkloads, readWorkload } from '../db/list-workloads.ts'
import { freshDatabase } from '../db/testing/database.ts'
import type { RuleCondition } from '../model/rule.ts'
import { countRules } from './count-rules.ts'
import { editOwner } from './edit-owner.ts'
import { addRule, removeRule } from './edit-rules.ts'
import { importFile } from './import-file.ts'
import { previewRule } from './preview-rule.ts'
import { actNow } from './testing/act-now.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const world = await at('2026-11-23T09:00:00Z')

async function bring(name: string, rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  expect((await importFile(world, ana, { name, settings, input: input() })).problem).toBeNull()
}

async function idsNamed(pattern: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>('select id from token where name like $1 order by name', [pattern])
  return rows.map(({ id }) => id)
}

let owners: Record<string, string>
let workloads: Record<string, string>

beforeAll(async () => {
  const people = Array.from({ length: 55 }, (_, n) => `p${n},person,Person ${String(n).padStart(2, '0')},p${n}@acme.example,,`)
  await bring('people', 'owners', ['key,kind,name,email,team,status', 'core,team,Core 50%,,,', 'ana,person,Ana,ana@acme.example,core,', ...people].join('\n')) // prettier-ignore
  await bring(
    'loads',
    'workloads',
    'key,name,environment,sensitivity,agent,accountable\npay,Payments,prod,4,none,\nbot,Helper,,,autonomous,ana\n',
  )
  const tokens = Array.from(
    { length: 40 },
    (_, n) =>
    [`id-${n}`, n % 2 ? 'vault.token' : 'crm.refresh-token', `${n % 4 ? 'ci' : 'app'}-${n}`, n % 10 === 9 ? 'disabled' : 'active',
      n % 5 ? '' : 'ana@acme.example', n % 3 ? '' : 'pay', n % 7 ? '' : 'Team=Core'].join(','), // prettier-ignore
  )
  await bring('tokens', 'tokens', ['external_id,kind,name,lifecycle,owner,workload,tags', ...tokens].join('\n'))
  owners = Object.fromEntries((await db.prisma.owner.findMany()).map(({ key, id }) => [key ?? '', id]))
  workloads = Object.fromEntries((await db.prisma.workload.findMany()).map(({ key, id }) => [key, id]))
})

describe('a rule’s preview', () => {
  const cases: [string, RuleCondition, { owner?: string; workload?: string }, number][] = [
    ['by name', { name: 'ci-*' }, { owner: 'core' }, 0],
    ['by kind, both assigned', { kind: 'vault.*' }, { owner: 'core', workload: 'bot' }, 0],
    ['by provider', { provider: 'crm' }, { workload: 'pay' }, 0],
    ['by a tag with a value', { tag: { key: 'team', value: 'core' } }, { owner: 'core' }, 0],
    ['by a tag’s presence', { tag: { key: 'TEAM' } }, { owner: 'ana' }, 0],
    ['by handle, to whom it is already by hint', { handle: 'ana@*' }, { owner: 'ana' }, 0],
    ['of nothing', { name: 'no such' }, { owner: 'ana' }, 0],
    ['behind rules that take some of it', { name: 'ci-1*' }, { owner: 'ana', workload: 'bot' }, 20],
    ['at the same position as a rule that takes it', { name: 'app-*' }, { owner: 'ana' }, 10],
    ['before the other rules', { name: '*' }, { owner: 'ana' }, 5],
  ]

  test.each(cases)('%s: says how many change, and adding it changes those', async (_, condition, to, position) => {
    const [stated = ''] = await idsNamed('ci-1%')
    await actNow(world, ana, [stated], { do: 'owner', ownerId: owners.p7 ?? null })
    const standing = await addRule(world, ana, { name: 'standing', position: 10, condition: { name: '*-2*' }, ownerId: owners.core ?? null, workloadId: null }) // prettier-ignore
    const other = await addRule(world, ana, { name: 'other', position: 10, condition: { name: 'app-1*' }, ownerId: owners.p1 ?? null, workloadId: workloads.pay ?? null }) // prettier-ignore
    const rule = {
      name: 'new',
      position,
      condition,
      ownerId: owners[to.owner ?? ''] ?? null,
      workloadId: workloads[to.workload ?? ''] ?? null,
    }
    const before = await db.pool.query('select * from token order by id')
    const preview = await previewRule(world, { do: 'add', rule })
    expect((await db.pool.query('select * from token order by id')).rows).toEqual(before.rows)
    expect((await listRules(db)).map(({ name }) => name)).toEqual(['standing', 'other'])
    const added = await addRule(world, ana, rule)
    expect(preview.changes).toBe(added.changed)
    expect(preview.matches).toBeGreaterThanOrEqual(preview.changes)
    expect(preview.live).toBeLessThanOrEqual(preview.matches)
    expect(preview.examples.length).toBe(Math.min(10, preview.changes))
    const count = (await countRules(world)).get(added.id) ?? 0
    const kept = await db.pool.query<{ n: number }>(
      `select count(*)::int as n from token where state = 'live' and ((owner_how = 'rule' and owner_id = $1) or (workload_how = 'rule' and workload_id = $2))`,
      [rule.ownerId, rule.workloadId],
    )
    // What the other two rules assign may be the same; where they cannot, the counts are equal.
    expect(count).toBeLessThanOrEqual(kept.rows[0]?.n ?? 0)
    if (rule.ownerId === owners.ana && rule.workloadId === null) expect(count).toBe(kept.rows[0]?.n)
    for (const id of [added.id, standing.id, other.id]) await removeRule(world, ana, id)
    await actNow(world, ana, [stated], { do: 'owner', ownerId: null })
  })

  test('names what keeps it from changing more', async () => {
    const ids = await idsNamed('app-%')
    await actNow(world, ana, ids.slice(0, 3), { do: 'owner', ownerId: owners.p7 ?? null })
    const preview = await previewRule(world, { do: 'add', rule: { name: 'x', position: 0, condition: { name: 'app-*' }, ownerId: owners.core ?? null, workloadId: null } }) // prettier-ignore
    expect(preview).toMatchObject({ matches: 10, stated: 3, taken: 0, changes: 7 })
    await actNow(world, ana, ids.slice(0, 3), { do: 'owner', ownerId: null })
  })
})

describe('what each rule assigns now', () => {
  test('a token counts for the first rule that fits, once, also where rules share an owner or one gives both', async () => {
    const make = async (position: number, name: string, to: { ownerId?: string; workloadId?: string }) =>
      (await addRule(world, ana, { name, position, condition: { name }, ownerId: to.ownerId ?? null, workloadId: to.workloadId ?? null }))
        .id
    const one = await make(1, 'ci-1*', { ownerId: owners.core })
    const other = await make(2, 'ci-*', { ownerId: owners.core })
    const both = await make(3, 'app-*', { ownerId: owners.p2, workloadId: workloads.bot })
    const alone = await make(4, 'ci-2*', { workloadId: workloads.pay })
    const live = async (like: string, not = '') =>
      (await db.pool.query(`select 1 from token where state = 'live' and name like $1 and name not like $2`, [like, not])).rowCount
    const counts = await countRules(world)
    expect([one, other, both, alone].map((id) => counts.get(id))).toEqual([
      await live('ci-1%'),
      await live('ci-%', 'ci-1%'),
      await live('app-%'),
      await live('ci-2%'),
    ])
    for (const id of [one, other, both, alone]) await removeRule(world, ana, id)
    expect([...(await countRules(world)).keys()]).toEqual([])
  })
})

describe('the directory’s lists', () => {
  test('owners come by name, once each, with the live tokens that the inventory counts', async () => {
    const first = await listOwners(db, { text: null, show: null, from: null })
    const second = await listOwners(db, { text: null, show: null, from: first.next })
    expect(first.total).toBe(57)
    expect([second.before, second.next]).toEqual([50, null])
    expect(await listOwners(db, { text: null, show: null, from: second.previous })).toEqual(first)
    expect(first.rows).toHaveLength(50)
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(57)
    const live = await db.prisma.token.count({ where: { ownerId: owners.ana, state: 'live' } })
    expect(live).toBeGreaterThan(0)
    expect(first.rows[0]).toMatchObject({ name: 'Ana', teamName: 'Core 50%', status: 'active', tokens: live })
    expect(await readOwner(db, owners.ana ?? '')).toMatchObject({ ...first.rows[0], key: 'ana', handles: [] })
  })

  test.each([
    ['a percent sign is itself', '50%', ['Core 50%']],
    ['an underscore is itself', '5_', []],
    ['by e-mail, case ignored', 'ANA@acme', ['Ana']],
  ])('search: %s', async (_, text, names) => {
    const { rows, total } = await listOwners(db, { text, show: null, from: null })
    expect(rows.map(({ name }) => name)).toEqual(names)
    expect(total).toBe(names.length)
  })

  test('workloads with who answers for them, and how many nobody rated', async () => {
    const { rows, total } = await listWorkloads(db, { text: null, show: null, from: null })
    expect([total, (await countWorkloads(db)).unrated]).toEqual([2, 1])
    expect((await listWorkloads(db, { text: null, show: 'unrated', from: null })).rows).toHaveLength(1)
    expect(await countOwners(db)).toMatchObject({ all: 57, people: 56, teams: 1, departed: 0 })
    expect(rows.map(({ name, accountableName, sensitivity }) => [name, accountableName, sensitivity])).toEqual([
      ['Helper', 'Ana', null],
      ['Payments', null, 4],
    ])
    expect(rows[1]?.tokens).toBe(await db.prisma.token.count({ where: { workloadId: workloads.pay, state: 'live' } }))
    expect(await readWorkload(db, workloads.pay ?? '')).toEqual(rows[1])
  })

  test.each(['', 'x', '018f0000-0000-7000-8000-00000000dead', "'; drop table owner"])('there is no owner or workload %j', async (id) => {
    expect(await readOwner(db, id)).toBeNull()
    expect(await readWorkload(db, id)).toBeNull()
  })
})

describe('choosing from the directory', () => {
  test('by id, whole name, e-mail or key', async () => {
    for (const said of [owners.ana ?? '', 'ana', ' Ana ', 'ana@ACME.example']) expect(await findOwner(db, said)).toBe(owners.ana)
    for (const said of [workloads.pay ?? '', 'payments', 'PAY']) expect(await findWorkload(db, said)).toBe(workloads.pay)
  })

  test.each(['', 'An', 'nobody', 'x'.repeat(5_000), 'a\0b'])('%j names nobody, and says so at its field', async (said) => {
    await expect(findOwner(db, said)).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: 'owner' }] })
    await expect(findWorkload(db, said)).rejects.toMatchObject({ code: 'bad-input', issues: [{ where: 'workload' }] })
  })

  test('one who left is not offered, and too many are none', async () => {
    const all = await ownerChoices(db)
    await editOwner(world, ana, { id: owners.p3 ?? '', version: 1, set: { status: 'departed' } })
    expect((await ownerChoices(db))?.length).toBe((all?.length ?? 0) - 1)
    expect((await workloadChoices(db))?.map(({ name }) => name)).toEqual(['Helper', 'Payments'])
    await db.pool.query(
      `insert into owner (id, kind, name) select gen_random_uuid(), 'person', 'Many ' || n from generate_series(1, 200) n`,
    )
    expect(await ownerChoices(db)).toBeNull()
    await expect(findOwner(db, 'many 7')).resolves.toBeTypeOf('string')
    await db.pool.query(`insert into owner (id, kind, name) values (gen_random_uuid(), 'person', 'many 7')`)
    await expect(findOwner(db, 'many 7')).rejects.toMatchObject({ issues: [{ what: expect.stringContaining('Several') }] })
  })
})
