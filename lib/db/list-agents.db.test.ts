import { beforeAll, expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { readTokenSearch } from '../model/token-search.ts'
import { listAgents } from './list-agents.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenFacets } from './token-facets.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const all = { all: true } as const
const now = new Date('2026-11-20T09:00:00Z')

async function bring(rows: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows, covers: rows === 'tokens' ? 'everything' : 'part' }
  const world = await at('2026-11-01T09:00:00Z')
  expect((await importFile(world, { kind: 'system', name: 'test' }, { name: rows, settings, input: input() })).problem).toBeNull()
}

const head = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,workload,agent,owner'
const held = (name: string, workload: string, agent = '', owner = '', scope = '1:1') =>
  `${name},vault.token,${name},2026-10-01,never,2026-10-31,bearer,${scope},${workload},${agent},${owner}`

beforeAll(async () => {
  await bring('owners', 'key,kind,name,email,team\nana,person,Ana,ana@acme.example,\npay,team,Payments,pay@acme.example,\n')
  await bring('workloads', 'key,name,agent,accountable,owner\nhelper,Helper,supervised,ana,pay\nloner,Loner,autonomous,,\nteamed,Teamed,supervised,pay,\nidle,Idle,supervised,ana,\nplain,Plain,none,ana,\n')
  await bring('tokens', [head, held('h1', 'helper', '', 'ana@acme.example'), held('h2', 'helper', 'autonomous', 'ana@acme.example'), held('l1', 'loner'), held('t1', 'teamed'), held('alone', '', 'autonomous', 'ana@acme.example', '6:4'), held('odd', 'plain', 'supervised'), held('none', 'plain')].join('\n'))
  await bring('controls', ['type,token,workload,evidence,evidenced_at,minutes', 'revocation,h1,,Drill of one,2026-10-20,7', 'revocation,,loner,Drill of all,2026-10-10,12', 'revocation,l1,,Older drill,2026-05-01,90', 'revocation,t1,,Long ago,2026-06-01,20', 'monitoring,,helper,Alerts,2026-10-20,'].join('\n'))
}) // prettier-ignore

const agents = async (when = now) => (await listAgents(db, all, when)).agents
const named = async (name: string, when = now) => (await agents(when)).find((agent) => agent.name === name)

test('agents are the workloads that are, and the tokens that tell of one that is none', async () => {
  const { agents: found, total } = await listAgents(db, all, now)
  expect(total).toBe(6)
  expect(found.map(({ name, of, agent, tokens }) => `${name} ${of} ${agent} ${tokens}`).sort()).toEqual([
    'Helper workload autonomous 2',
    'Idle workload supervised 0',
    'Loner workload autonomous 1',
    'Teamed workload supervised 1',
    'alone token autonomous 1',
    'odd token supervised 1',
  ])
})

test('the worst verdict comes first, of equals those that no person answers for, and what has no token last', async () => {
  const found = await agents()
  const rank = ['revoke-now', 'standing-privilege', 'acceptable-with-controls', 'acceptable', null]
  const places = found.map(({ verdict }) => rank.indexOf(verdict))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(found.at(-1)?.name).toBe('Idle')
  const answered = found.filter(({ verdict }) => verdict === 'standing-privilege').map(({ human }) => human?.kind === 'person')
  expect(answered).toEqual(answered.toSorted((one, other) => Number(one) - Number(other)))
})

test.each([
  ['Helper', { human: expect.objectContaining({ name: 'Ana', kind: 'person' }), owned: true, monitored: true, drilled: false, drill: { at: new Date('2026-10-20'), minutes: 7, on: 'token' } }],
  ['Loner', { human: null, owned: false, monitored: false, drilled: true, drill: { at: new Date('2026-10-10'), minutes: 12, on: 'workload' } }],
  ['Teamed', { human: expect.objectContaining({ kind: 'team' }), drilled: false, drill: { at: new Date('2026-06-01'), minutes: 20, on: 'token' } }],
  ['Idle', { owned: null, monitored: null, drilled: false, drill: null, verdict: null }],
  ['alone', { human: expect.objectContaining({ name: 'Ana' }), drill: null }],
  ['odd', { human: null, owned: false }],
])('%s', async (name, has) => expect(await named(name)).toMatchObject(has)) // prettier-ignore

test('a drill counts for ninety days', async () => {
  expect((await named('Loner', new Date('2027-01-07T00:00:00Z')))?.drilled).toBe(true)
  expect((await named('Loner', new Date('2027-01-10T00:00:00Z')))?.drilled).toBe(false)
})

test('each has as many tokens as its list shows', async () => {
  for (const { of, id, tokens } of await agents()) {
    const { total } = await tokenFacets(db, all, readTokenSearch(of === 'workload' ? { workload: id } : { id }), now)
    expect(total).toBe(tokens)
  }
})
