import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { listSuggestions } from '../db/list-suggestions.ts'
import { namedButUnknown, tokensNaming } from '../db/directory-gaps.ts'
import { readOwner } from '../db/list-owners.ts'
import { listRules } from '../db/list-rules.ts'
import { lastRuleAct } from '../db/change-rules.ts'
import { directoryStamp } from '../db/owner-suggestions.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { until } from '../db/testing/until.ts'
import { OwnerFields, WorkloadFields } from '../model/directory.ts'
import type { RuleFields } from '../model/rule.ts'
import { acceptSuggestions, refuseSuggestions } from './decide-suggestions.ts'
import { addOwner, editOwner, mergeOwners } from './edit-owner.ts'
import { addRule, editRule, placeRule, removeRule, undoRuleAct } from './edit-rules.ts'
import { addWorkload, editWorkload } from './edit-workload.ts'
import { exportDirectory } from './export-directory.ts'
import { importDirectory } from './import-directory.ts'
import { importFile } from './import-file.ts'
import { previewRule, type RulePlan } from './preview-rule.ts'
import { suggestOwners } from './suggest-owners.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const bo = { kind: 'user', id: '018f0000-0000-7000-8000-000000000002', name: 'Bo' } as const
const world = await at('2026-11-23T09:00:00Z')
const later = await at('2026-11-23T09:00:20Z')

async function* bytes(text: string) {
  yield Buffer.from(text)
}
async function bring(name: string, rows: string, text: string) {
  const settings = { format: 'csv', rows, covers: 'part' }
  expect((await importFile(world, ana, { name, settings, input: bytes(text) })).problem).toBeNull()
}
const csvIn = (rows: 'owners' | 'workloads', text: string, dry: boolean) =>
  importDirectory(world, ana, { name: 'people.csv', rows, format: 'csv', input: bytes(text) }, { dry })

const ownerHeader = 'key,kind,name,email,handles,team,manager,status'
const people = [
  ownerHeader,
  'pay,team,Payments,pay@acme.example,,,,',
  'lee,person,Lee,lee@acme.example,,pay,,',
  'mo,person,Mo,mo@acme.example,github:mo,pay,lee,',
  'mo2,person,Mo Again,mo@other.example,,,,',
  'kit,person,Kit,kit@acme.example,,pay,lee,',
].join('\n')

let ids: Record<string, string>
let sources: Record<string, string>
const tokenNamed = (name: string) => db.prisma.token.findFirstOrThrow({ where: { name } })
const fieldsOf = async (id: string) => OwnerFields.strip().parse(await readOwner(db, id))

beforeAll(async () => {
  await bring('people', 'owners', people)
  await bring('loads', 'workloads', 'key,name,sensitivity,owner\nbilling-export,Billing export,4,pay\nsearch-index,Search index,0,mo\n')
  const rows = [
    'one,aws.access-key,billing-export-writer,,,',
    'two,aws.access-key,two,,billing-export,',
    'three,crm.api-key,three,mo@acme.example,,',
    'four,crm.api-key,four,mo@other.example,search-index,',
    'five,crm.api-key,five,kit@acme.example,,',
    'six,crm.api-key,six,who@acme.example,unknown-load,',
    'seven,crm.api-key,search-index-reader,,,codeowners=@mo',
  ]
  await bring('tokens', 'tokens', ['external_id,kind,name,owner,workload,tags', ...rows].join('\n'))
  sources = Object.fromEntries((await db.prisma.source.findMany()).map(({ name, id }) => [name, id]))
  ids = Object.fromEntries((await db.prisma.owner.findMany()).map(({ key, id }) => [key ?? '', id]))
})

describe('two people edit one owner', () => {
  test('the same field: nothing is saved, both values and who changed it come back; choosing saves', async () => {
    const was = await fieldsOf(ids.lee ?? '')
    const { version = 0 } = (await readOwner(db, ids.lee ?? '')) ?? {}
    const first = { id: ids.lee ?? '', version, set: { name: 'Lee Ann' }, was }
    expect(await editOwner(world, ana, first)).toMatchObject({ did: 'saved' })
    const second = { ...first, set: { name: 'Leanne', email: 'leanne@acme.example' } }
    const audits = await db.prisma.audit.count()
    const clash = await editOwner(later, bo, second)
    expect(clash).toEqual({
      did: 'clash',
      version: version + 1,
      by: { name: 'Ana', at: new Date('2026-11-23T09:00:00Z') },
      clashes: [{ field: 'name', theirs: 'Lee Ann', mine: 'Leanne' }],
    })
    expect(await fieldsOf(ids.lee ?? '')).toMatchObject({ name: 'Lee Ann', email: 'lee@acme.example' })
    expect(await db.prisma.audit.count()).toBe(audits)
    await editOwner(later, bo, { ...second, version: version + 1, set: { email: 'leanne@acme.example' } })
    expect(await fieldsOf(ids.lee ?? '')).toMatchObject({ name: 'Lee Ann', email: 'leanne@acme.example' })
  })

  test('different fields: both are kept, and the later one is told', async () => {
    const was = await fieldsOf(ids.lee ?? '')
    const { version = 0 } = (await readOwner(db, ids.lee ?? '')) ?? {}
    await editOwner(world, ana, { id: ids.lee ?? '', version, set: { name: 'Lee' }, was })
    const saved = await editOwner(later, bo, { id: ids.lee ?? '', version, set: { email: 'lee@acme.example' }, was })
    expect(saved).toMatchObject({ did: 'saved', by: { name: 'Ana' }, meanwhile: ['name'] })
    expect(await fieldsOf(ids.lee ?? '')).toMatchObject({ name: 'Lee', email: 'lee@acme.example' })
  })

  test('a workload and a rule are told alike', async () => {
    const fields = WorkloadFields.parse({ name: 'Twice', environment: null, sensitivity: null, dataClasses: [], agent: 'none', accountableId: null, ownerId: null, status: 'active' }) // prettier-ignore
    const { id } = await addWorkload(world, ana, { key: 'Twice', ...fields })
    await editWorkload(world, ana, { id, version: 1, set: { sensitivity: 4 }, was: fields })
    const workload = await editWorkload(later, bo, { id, version: 1, set: { sensitivity: 1 }, was: fields })
    expect(workload).toMatchObject({ did: 'clash', by: { name: 'Ana' }, clashes: [{ field: 'sensitivity', theirs: 4, mine: 1 }] })
    const was = { name: 'r', condition: { name: 'nothing' }, ownerId: ids.mo ?? null, workloadId: null, enabled: true }
    const rule = await addRule(world, ana, { ...was, position: 0 })
    await editRule(world, ana, { id: rule.id, version: 1, set: { name: 'theirs' }, was })
    const clash = await editRule(later, bo, { id: rule.id, version: 1, set: { name: 'mine' }, was })
    expect(clash).toMatchObject({ did: 'clash', by: { name: 'Ana' }, clashes: [{ theirs: 'theirs', mine: 'mine' }] })
    await removeRule(world, ana, rule.id)
  })

  test.each([
    ['a handle of somebody else', { handles: ['github:mo'] }, 'handles'],
    ['an address of somebody else', { email: 'mo@acme.example' }, 'email'],
    ['a team that is a person', () => ({ teamId: ids.mo ?? '' }), 'teamId'],
    ['their own manager', () => ({ managerId: ids.kit ?? '' }), 'managerId'],
  ])('%s is refused at its field', async (_, set, where) => {
    const { version = 0 } = (await readOwner(db, ids.kit ?? '')) ?? {}
    const edit = { id: ids.kit ?? '', version, set: typeof set === 'function' ? set() : set }
    await expect(editOwner(world, ana, edit)).rejects.toMatchObject({ code: 'bad-input', issues: [{ where }] })
  })

  test('a new handle gives them what providers say is its', async () => {
    const added = await addOwner(world, ana, { ...(await fieldsOf(ids.kit ?? '')), key: null, name: 'Who', email: 'who@acme.example', handles: [], teamId: null, managerId: null }) // prettier-ignore
    expect(added.changed).toBe(1)
    expect(await tokenNamed('six')).toMatchObject({ ownerId: added.id, ownerHow: 'hint' })
  })
})

describe('rules', () => {
  test('what a preview says is what saving does, for each kind of change, and undoing brings it back', async () => {
    const verdicts = async () =>
      new Map(
        (await db.prisma.token.findMany({ orderBy: { id: 'asc' } })).map((one) => [one.id, [one.verdict, one.ownerId, one.workloadId]]),
      )
    const low = await addRule(world, ana, { name: 'low', position: 10, condition: { kind: 'crm.*' }, ownerId: null, workloadId: (await db.prisma.workload.findFirstOrThrow({ where: { key: 'search-index' } })).id }) // prettier-ignore
    const high = await addRule(world, ana, { name: 'high', position: 20, condition: { name: 't*' }, ownerId: ids.kit ?? null, workloadId: (await db.prisma.workload.findFirstOrThrow({ where: { key: 'billing-export' } })).id }) // prettier-ignore
    const edit = async (set: Partial<RuleFields>) => {
      const { version = 0 } = (await listRules(db)).find(({ id }) => id === high.id) ?? {}
      return editRule(world, ana, { id: high.id, version, set })
    }
    const acts: [RulePlan, () => Promise<unknown>][] = [
      [{ do: 'place', id: high.id, place: 0 }, () => placeRule(world, ana, high.id, 0)],
      [{ do: 'edit', id: high.id, set: { condition: { name: 'f*' } } }, () => edit({ condition: { name: 'f*' } })],
      [{ do: 'edit', id: high.id, set: { enabled: false } }, () => edit({ enabled: false })],
      [{ do: 'remove', id: low.id }, () => removeRule(world, ana, low.id)],
    ]
    for (const [plan, act] of acts) {
      const before = await verdicts()
      const rulesBefore = (await listRules(db)).map(({ name, enabled, condition }) => ({ name, enabled, condition }))
      const preview = await previewRule(world, plan)
      expect(await verdicts()).toEqual(before)
      expect(await act()).toMatchObject({ changed: preview.changes })
      const after = await verdicts()
      const moved = [...after].filter(([id, [verdict]]) => before.get(id)?.[0] !== verdict)
      expect(preview.verdicts.reduce((sum, { count }) => sum + count, 0)).toBe(moved.length)
      for (const { from, to, count } of preview.verdicts)
        expect(moved.filter(([id, [verdict]]) => before.get(id)?.[0] === from && verdict === to)).toHaveLength(count)
      const id = plan.do === 'add' ? '' : plan.id
      const last = await lastRuleAct(db.pool, id)
      const undo = await previewRule(world, { do: 'undo', id })
      expect(await undoRuleAct(world, ana, { id, seq: last?.seq ?? '' })).toEqual({ changed: undo.changes })
      expect(await verdicts()).toEqual(before)
      expect((await listRules(db)).map(({ name, enabled, condition }) => ({ name, enabled, condition }))).toEqual(rulesBefore)
      await expect(undoRuleAct(world, ana, { id, seq: last?.seq ?? '' })).rejects.toMatchObject({ code: 'conflict' })
      await act()
    }
    for (const rule of await listRules(db)) await removeRule(world, ana, rule.id)
  })

  test('an edit is undone as an edit, and a move as a move, also where other rules came before it since', async () => {
    const fresh = { position: 0, condition: { name: 'nothing' }, ownerId: ids.mo ?? null, workloadId: null }
    const rule = await addRule(world, ana, { ...fresh, name: 'one' })
    const place = async () => (await listRules(db)).findIndex(({ id }) => id === rule.id)
    await editRule(world, ana, { id: rule.id, version: 1, set: { name: 'two', condition: { name: 'f*' } } })
    const edit = await lastRuleAct(db.pool, rule.id)
    const other = await addRule(world, ana, { ...fresh, name: 'before it', position: -1 })
    expect(await place()).toBe(1)
    const preview = await previewRule(world, { do: 'undo', id: rule.id })
    expect(await undoRuleAct(world, ana, { id: rule.id, seq: edit?.seq ?? '' })).toEqual({ changed: preview.changes })
    expect((await listRules(db))[1]).toMatchObject({ id: rule.id, name: 'one', condition: { name: 'nothing' } })
    // Doing it again, with the other rule gone.
    await removeRule(world, ana, other.id)
    await undoRuleAct(world, ana, { id: rule.id, seq: (await lastRuleAct(db.pool, rule.id))?.seq ?? '' })
    expect((await listRules(db))[0]).toMatchObject({ id: rule.id, name: 'two', condition: { name: 'f*' } })

    const last = await addRule(world, ana, { ...fresh, name: 'last', position: 50 })
    await placeRule(world, ana, rule.id, 1)
    await undoRuleAct(world, ana, { id: rule.id, seq: (await lastRuleAct(db.pool, rule.id))?.seq ?? '' })
    expect((await listRules(db)).map(({ id }) => id)).toEqual([rule.id, last.id])
    for (const { id } of await listRules(db)) await removeRule(world, ana, id)
  })

  test.each([
    ['a kind in other letters', { kind: 'CRM.Api-Key' }, 5],
    ['a provider', { provider: 'aws' }, 2],
    ['the first parts of a kind', { provider: 'crm.api-key' }, 0],
    ['a source', () => ({ sourceId: sources.tokens ?? '' }), 7],
    ['another source', () => ({ sourceId: sources.people ?? '' }), 0],
    ['a source and a kind', () => ({ sourceId: sources.tokens ?? '', kind: 'aws.*' }), 2],
  ])('%s: what fits is found', async (_, condition, matches) => {
    const asked = typeof condition === 'function' ? condition() : condition
    const rule = { name: 'all', position: 0, condition: asked, ownerId: ids.kit ?? null, workloadId: null }
    expect(await previewRule(world, { do: 'add', rule })).toMatchObject({ matches, candidates: matches })
  })

  test('where there are too many to score, it says of how many it speaks', async () => {
    const rule = { name: 'all', position: 0, condition: { name: '*' }, ownerId: ids.kit ?? null, workloadId: null }
    const preview = await previewRule(world, { do: 'add', rule }, 3)
    expect(preview).toMatchObject({ matches: 7, looked: 3, candidates: 7 })
    expect(preview.changes).toBeLessThanOrEqual(3)
  })
})

describe('suggested owners', () => {
  const suggestions = async () =>
    (await listSuggestions(db, { text: null, show: null, from: null })).rows.map(({ name, ownerName, evidence }) => [
      name,
      ownerName,
      evidence,
    ])

  test('are made by a sync, with their evidence', async () => {
    expect(await suggestions()).toEqual([
      ['billing-export-writer', 'Payments', 'naming'],
      ['search-index-reader', 'Mo', 'codeowners'],
      ['two', 'Payments', 'workload'],
    ])
  })

  test('a refused one is not made again; the next best is', async () => {
    const seven = await tokenNamed('search-index-reader')
    const choice = { tokenId: seven.id, ownerId: ids.mo ?? '' }
    expect(await refuseSuggestions(world, ana, { of: 'these', choices: [choice] })).toEqual({ done: 1, left: 0 })
    await suggestOwners(world)
    expect(await suggestions()).not.toContainEqual(['search-index-reader', 'Mo', 'codeowners'])
    await expect(refuseSuggestions(world, ana, { of: 'these', choices: [choice] })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('accepted ones are stated, in one act of the audit; what changed meanwhile is left alone', async () => {
    const [one, two] = [await tokenNamed('billing-export-writer'), await tokenNamed('two')]
    const audits = await db.prisma.audit.count()
    const choices = [
      { tokenId: one.id, ownerId: ids.pay ?? '' },
      { tokenId: two.id, ownerId: ids.kit ?? '' },
    ]
    expect(await acceptSuggestions(world, ana, { of: 'these', choices })).toEqual({ done: 1, left: 1 })
    expect(await db.prisma.audit.count()).toBe(audits + 1)
    expect(await tokenNamed('billing-export-writer')).toMatchObject({ ownerId: ids.pay, ownerHow: 'stated' })
    expect(await tokenNamed('two')).toMatchObject({ ownerId: null })
    await expect(acceptSuggestions(world, ana, { of: 'all', evidence: 'workload', expected: 9 })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await acceptSuggestions(world, ana, { of: 'all', evidence: 'workload', expected: 1 })).toEqual({ done: 1, left: 0 })
    await suggestOwners(world)
    expect(await suggestions()).toEqual([])
  })

  test('whoever leaves leaves their tokens to the manager', async () => {
    const { version = 0 } = (await readOwner(db, ids.kit ?? '')) ?? {}
    await editOwner(world, ana, { id: ids.kit ?? '', version, set: { status: 'departed' } })
    await suggestOwners(world)
    expect(await suggestions()).toEqual([['five', 'Lee', 'manager']])
    await editOwner(world, ana, { id: ids.kit ?? '', version: version + 1, set: { status: 'active' } })
    await suggestOwners(world)
    expect(await suggestions()).toEqual([])
  })

  test.each(['these', 'all'] as const)('an owner stated a moment before %s are accepted stays stated', async (of) => {
    await db.pool.query(`update token set owner_id = null, owner_how = null where name = 'two'`)
    await suggestOwners(world)
    expect(await suggestions()).toContainEqual(['two', 'Payments', 'workload'])
    const two = await tokenNamed('two')
    const other = await db.pool.connect()
    try {
      await other.query('begin')
      await other.query(`update token set owner_id = $1, owner_how = 'stated' where id = $2`, [ids.mo, two.id])
      const chosen = of === 'these' ? { of, choices: [{ tokenId: two.id, ownerId: ids.pay ?? '' }] } : { of, evidence: 'workload' as const, expected: 1 } // prettier-ignore
      const accepting = acceptSuggestions(world, ana, chosen).catch((error: unknown) => error)
      await until('the acceptance waits for the token', async () => {
        const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        return (await db.pool.query(waiting)).rowCount === 1
      })
      await other.query('commit')
      expect(await accepting).toMatchObject({ code: 'conflict' })
    } finally {
      other.release()
    }
    expect(await tokenNamed('two')).toMatchObject({ ownerId: ids.mo, ownerHow: 'stated' })
    await db.pool.query(`update token set owner_id = $1 where id = $2`, [ids.pay, two.id])
    await suggestOwners(world)
  })

  test('the directory is read again only where it is another one', async () => {
    const stamp = await directoryStamp(db.pool)
    expect(await directoryStamp(db.pool)).toBe(stamp)
    const undo = [
      ['update owner set name = $1 where id = $2', 'Kitty', 'Kit'],
      ['update owner set manager_id = $1 where id = $2', ids.mo, ids.lee],
      [
        `update owner_handle set handle = $1 where owner_id = $2 and handle like 'email:%'`,
        'email:x@acme.example',
        'email:kit@acme.example',
      ],
    ] as const
    for (const [statement, there, back] of undo) {
      await db.pool.query(statement, [there, ids.kit])
      expect(await directoryStamp(db.pool), statement).not.toBe(stamp)
      await db.pool.query(statement, [back, ids.kit])
      expect(await directoryStamp(db.pool), statement).toBe(stamp)
    }
  })
})

describe('a CSV of the directory', () => {
  test('a dry run says what each line does, writes nothing, and the import does that', async () => {
    const text = [ownerHeader, 'mo,person,Mo M.,mo@acme.example,github:mo;aws:mo,pay,nobody,', 'new,person,New,new@acme.example,,pay,mo,', 'pay,team,Payments,pay@acme.example,,,,'].join('\n') // prettier-ignore
    const before = await db.prisma.owner.findMany({ orderBy: { id: 'asc' } })
    const dry = await csvIn('owners', text, true)
    expect(await db.prisma.owner.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
    expect(dry).toMatchObject({ rows: 3, added: 1, changed: 1, same: 1, unmatched: 1, tokens: null })
    expect(dry.lines).toEqual([
      {
        at: 'line 2',
        key: 'mo',
        name: 'Mo M.',
        effect: 'changed',
        changes: [
          { column: 'name', from: 'Mo', to: 'Mo M.' },
          { column: 'manager', from: 'lee', to: 'none' },
          { column: 'handles', from: 'github:mo', to: 'github:mo; aws:mo' },
        ],
        unmatched: [{ column: 'manager', value: 'nobody' }],
      },
      { at: 'line 3', key: 'new', name: 'New', effect: 'added', changes: [], unmatched: [] },
    ])
    expect(await csvIn('owners', text, false)).toMatchObject({ added: 1, changed: 1, same: 1 })
    expect(await db.prisma.owner.findFirst({ where: { key: 'new' } })).toMatchObject({ name: 'New', teamId: ids.pay, managerId: ids.mo })
    expect(await csvIn('owners', text, true)).toMatchObject({ added: 0, changed: 0, same: 3 })
    expect(await csvIn('workloads', 'key,name,owner\nbilling-export,Billing export,pay\n', true)).toMatchObject({
      changed: 1,
      lines: [{ changes: [{ column: 'sensitivity', from: '4', to: 'none' }] }],
    })
  })

  test.each([
    ['a wrong kind', 'owners', `${ownerHeader}\na,person,A,,,,,\nb,robot,B,,,,,\n`, 'line 3, column kind'],
    ['a wrong sensitivity', 'workloads', 'key,name,sensitivity\na,A,9\n', 'line 2, column sensitivity'],
    ['a key that stands twice', 'owners', 'key,name\na,A\na,B\n', 'line 2 and line 3, column key'],
    ['a key that stands twice, in other letters', 'workloads', 'key,name\nload,A\nLOAD,B\n', 'line 2 and line 3, column key'],
    ['a column nobody knows', 'owners', 'key,nmae\na,A\n', 'line 1'],
  ] as const)('%s: the error names the place, and nothing is written', async (_, rows, text, where) => {
    const counts = async () => [await db.prisma.owner.count(), await db.prisma.workload.count(), await db.prisma.audit.count()]
    const before = await counts()
    await expect(csvIn(rows, text, false)).rejects.toMatchObject({ code: 'bad-input', issues: [{ where }] })
    expect(await counts()).toEqual(before)
  })

  test('what is downloaded imports as what it was, and so does the template', async () => {
    const before = await db.prisma.audit.count()
    for (const rows of ['owners', 'workloads'] as const) {
      expect(await csvIn(rows, await text(await exportDirectory(world, ana, rows, 'all')), true)).toMatchObject({
        added: 0,
        changed: 0,
        unmatched: 0,
      })
      expect((await csvIn(rows, await text(await exportDirectory(world, ana, rows, 'template')), true)).rows).toBe(2)
    }
    // An example of a file tells nothing of anybody.
    expect(await db.prisma.audit.count()).toBe(before + 2)
    const last = await db.prisma.audit.findFirst({ orderBy: { seq: 'desc' } })
    expect(last).toMatchObject({ actor: 'Ana', act: 'directory.exported', target: 'directory', after: { kind: 'workloads' } })
  })

  test('a download comes page by page, every owner once, and breaks off where the reading fails', async () => {
    await db.pool.query(
      `insert into owner (id, kind, name, key) select gen_random_uuid(), 'person', 'Many', 'many-' || n from generate_series(1, 2500) n`,
    )
    const lines = (await text(await exportDirectory(world, ana, 'owners', 'all'))).trimEnd().split('\r\n')
    expect(lines[0]).toBe(ownerHeader)
    expect(new Set(lines).size).toBe((await db.prisma.owner.count({ where: { key: { not: null } } })) + 1)
    expect(lines).toHaveLength(new Set(lines).size)
    await db.pool.query(`delete from owner where name = 'Many'`)
    const failing = { ...world, db: { ...db, pool: Object.create(db.pool, { query: { value: () => Promise.reject(new Error('away')) } }) as typeof db.pool } } // prettier-ignore
    await expect(text(await exportDirectory(failing, ana, 'owners', 'all'))).rejects.toThrow('away')
  })
})

describe('an edit that crosses somebody else’s locks', () => {
  const name = 'Crossing'
  const workload = { name, environment: null, sensitivity: null, dataClasses: [], agent: 'none', accountableId: null, ownerId: null, status: 'active' } as const // prettier-ignore
  const owner = { name, kind: 'person', email: null, teamId: null, managerId: null, status: 'active', handles: [] } as const
  const acts: [string, string, () => Promise<unknown>][] = [
    ['owner', 'owner', () => addOwner(world, ana, { key: null, ...owner, handles: [] })],
    ['workload', 'workload', () => addWorkload(world, ana, { key: 'crossing', ...workload, dataClasses: [] })],
    ['rule', 'rule', () => addRule(world, ana, { name, position: 0, condition: { name }, ownerId: ids.mo ?? null, workloadId: null })],
    ['file of owners', 'owner', () => csvIn('owners', 'key,name\ncrossing,Crossing\n', false)],
  ]
  test.each(acts)('adding a %s gives way and is done again', async (_, table, act) => {
    await db.pool.query(`create sequence tried;
      create function cross_once() returns trigger language plpgsql as $$
        begin if nextval('tried') = 1 then raise exception 'crossed' using errcode = '40P01'; end if; return new; end $$;
      create trigger cross_once before insert on ${table} for each row execute function cross_once()`)
    try {
      await act()
      expect((await db.pool.query(`select 1 from ${table} where name = $1`, [name])).rowCount).toBe(1)
    } finally {
      await db.pool.query(`drop function cross_once cascade; drop sequence tried; delete from ${table} where name = '${name}'`)
    }
  })
})

test('names beyond ASCII are found whatever their case', async () => {
  await bring('accents', 'tokens', 'external_id,kind,name,owner,workload\nacc,crm.api-key,accents,ÉMILE@acme.example,ÖLE\n')
  const owner = { name: 'Émile', kind: 'person', email: null, teamId: null, managerId: null, status: 'active', handles: [] } as const
  expect(await addOwner(world, ana, { key: null, ...owner, email: 'émile@acme.example', handles: [] })).toMatchObject({ changed: 1 })
  const workload = { name: 'Öle', environment: null, sensitivity: null, dataClasses: [], agent: 'none', accountableId: null, ownerId: null, status: 'active' } as const // prettier-ignore
  expect(await addWorkload(world, ana, { key: 'öle', ...workload, dataClasses: [] })).toMatchObject({ changed: 1 })
})

test('what no owner or workload is called is told once, with its tokens', async () => {
  const rows = [
    'un1,crm.api-key,un1,Ghost@acme.example,lost-load',
    'un2,crm.api-key,un2,ghost@acme.example,',
    'un3,crm.api-key,un3,,lost-load',
  ]
  const before = await namedButUnknown(db)
  await bring('unknowns', 'tokens', ['external_id,kind,name,owner,workload', ...rows].join('\n'))
  const { rows: names, ...sums } = await namedButUnknown(db)
  expect(sums).toEqual({ names: before.names + 2, tokens: before.tokens + 3 })
  expect(names).toContainEqual({ how: 'email', value: 'ghost@acme.example', tokens: 2, example: 'un1' })
  expect(names).toContainEqual({ how: 'workload', value: 'lost-load', tokens: 2, example: 'un1' })
  const naming = async (how: string, value: string) => (await tokensNaming(db, how, value)).map(({ name }) => name)
  expect(await naming('email', 'GHOST@acme.example')).toEqual(['un1', 'un2'])
  expect(await naming('workload', 'Lost-Load')).toEqual(['un1', 'un3'])
  expect(await naming('handle', 'ghost@acme.example')).toEqual([])
  expect(await naming('email', 'mo@acme.example')).toEqual([])
})

test('two owners that are one become one, and the file that names both finds the one', async () => {
  const rule = await addRule(world, ana, {
    name: 'mo2',
    position: 0,
    condition: { name: 'six' },
    ownerId: ids.mo2 ?? null,
    workloadId: null,
  })
  expect(await tokenNamed('four')).toMatchObject({ ownerId: ids.mo2 })
  const account = await db.prisma.user.create({
    data: { id: randomUUID(), email: 'mo@x.example', name: 'Mo', role: 'owner', ownerId: ids.mo2, createdAt: world.now },
  })
  const [one, three] = [await tokenNamed('billing-export-writer'), await tokenNamed('three')]
  const refusal = { statedBy: `user:${bo.id}`, refusedAt: world.now }
  const refusals = [[one.id, ids.mo2], [three.id, ids.mo2], [three.id, ids.mo]].map(([tokenId = '', ownerId = '']) => ({ tokenId, ownerId, ...refusal })) // prettier-ignore
  await db.prisma.refusedOwner.createMany({ data: refusals })
  const { changed } = await mergeOwners(world, ana, { from: ids.mo2 ?? '', to: ids.mo ?? '' })
  expect(changed).toBe(2)
  // Whose tokens an account sees is on record, for the merge and for the account, and an open form of it is out of date.
  expect(await db.prisma.audit.findFirst({ where: { act: 'owner.merged' } })).toMatchObject({
    target: `owner:${ids.mo2}`,
    after: { into: ids.mo, accounts: [account.id], rules: [rule.id] },
  })
  expect(await db.prisma.audit.findFirst({ where: { target: `user:${account.id}` } })).toMatchObject({
    actor: 'Ana',
    act: 'user.change',
    before: { ownerId: ids.mo2 },
    after: { ownerId: ids.mo },
  })
  expect(await db.prisma.user.findUnique({ where: { id: account.id } })).toMatchObject({ ownerId: ids.mo, version: account.version + 1 })
  const refused = await db.prisma.refusedOwner.findMany({ where: { tokenId: { in: [one.id, three.id] } } })
  expect(refused.map(({ tokenId, ownerId }) => [tokenId, ownerId]).sort()).toEqual(
    [
      [one.id, ids.mo],
      [three.id, ids.mo],
    ].sort(),
  )
  for (const name of ['four', 'six']) expect(await tokenNamed(name)).toMatchObject({ ownerId: ids.mo })
  expect(await readOwner(db, ids.mo2 ?? '')).toBeNull()
  expect((await listRules(db))[0]).toMatchObject({ id: rule.id, ownerId: ids.mo })
  await bring('people again', 'owners', people)
  expect(await db.prisma.owner.count({ where: { key: 'mo2' } })).toBe(0)
  expect(await csvIn('owners', people, true)).toMatchObject({ added: 0, lines: expect.arrayContaining([expect.objectContaining({ key: 'mo2', effect: 'merged' })]) }) // prettier-ignore
  await expect(mergeOwners(world, ana, { from: ids.mo ?? '', to: ids.pay ?? '' })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(mergeOwners(world, ana, { from: ids.mo ?? '', to: ids.mo ?? '' })).rejects.toMatchObject({ code: 'bad-input' })
})
