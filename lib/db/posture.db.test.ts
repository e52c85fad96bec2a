import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { openPlans, previewPlans } from '../flows/open-plans.ts'
import { worldOver } from '../flows/testing/world.ts'
import { readTokenSearch, type RawQuery } from '../model/token-search.ts'
import type { Viewer } from '../model/viewer.ts'
import { listTokens } from './list-tokens.ts'
import { countDeparted, countLately, countOverdue, countUnowned, openPlansOf, postureByTeam, postureCells, unknownsOf } from './posture.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenFacets } from './token-facets.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const all = { all: true } as const
const sec: Viewer = { id: randomUUID(), sessionId: 's', name: 'Sec', email: 's@acme.example', role: 'analyst', scope: all, selfIds: [] }
const now = new Date('2026-11-20T09:00:00Z')
const standing = ['revoke-now', 'standing-privilege']

const head = 'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope,owner'
const seen = (name: string, owner: string, expires = 'never', scope = '6:4') =>
  `${name},vault.token,${name},2026-10-01,${expires},2026-10-31,bearer,${scope},${owner}`

async function bring(when: string, name: string, kind: string, text: string) {
  async function* input() {
    yield Buffer.from(text)
  }
  const settings = { format: 'csv', rows: kind, covers: kind === 'tokens' ? 'everything' : 'part' }
  expect(
    (await importFile(await at(when), { kind: 'user', id: sec.id, name: 'Sec' }, { name, settings, input: input() })).problem,
  ).toBeNull()
}

const ids = async () => Object.fromEntries((await db.prisma.token.findMany()).map((token) => [token.name, token.id]))

/** How many a list says it shows, and how many rows it then has. */
async function listed(query: RawQuery): Promise<number> {
  const search = { ...readTokenSearch(query), limit: 200 }
  const [{ total }, { rows }] = await Promise.all([tokenFacets(db, all, search, now), listTokens(db, all, search, now)])
  expect(rows).toHaveLength(total)
  return total
}

beforeAll(async () => {
  await bring('2026-11-01T08:00:00Z', 'people', 'owners', 'key,kind,name,email,team\npay,team,Payments,pay@acme.example,\nbo,person,Bo,bo@acme.example,pay\ncy,person,Cy,cy@acme.example,\n')
  await bring('2026-11-01T09:00:00Z', 'tokens', 'tokens', [head, seen('of-team', 'pay@acme.example'), seen('of-bo', 'bo@acme.example'), seen('of-cy', 'cy@acme.example', '2026-12-20'), seen('short', 'cy@acme.example', '2026-11-01T09:30:00Z', '1:1'), seen('narrow', '', 'never', '1:1'), seen('leaves', '', '', '')].join('\n'))
  const token = await ids()
  const asked = { chosen: { by: 'ids', ids: [token['of-bo'] ?? ''] } as const, recipe: null, dueAt: new Date('2026-11-05T00:00:00Z') }
  const world = await at('2026-11-01T10:00:00Z')
  expect((await openPlans(world, sec, asked, await previewPlans(world, sec, asked))).done).toBe(true)
  await bring('2026-11-15T09:00:00Z', 'tokens', 'tokens', [head, seen('of-team', 'pay@acme.example'), seen('of-bo', 'bo@acme.example'), seen('of-cy', 'cy@acme.example', '2026-12-20'), seen('narrow', '', 'never', '6:4'), seen('comes', '')].join('\n'))
}) // prettier-ignore

test('a cell counts what its list shows, and every live token is in one', async () => {
  const cells = await postureCells(db, all)
  for (const { life, level, tokens } of cells) expect(await listed({ life, level: level === null ? 'none' : String(level) })).toBe(tokens)
  expect(cells.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(await listed({}))
  expect(cells.find(({ life, level }) => life === '90d' && level === 6)).toMatchObject({ tokens: 1 })
})

test('teams count what their lists show', async () => {
  const { rows, teams } = await postureByTeam(db, all, now)
  expect(teams).toBe(rows.length)
  for (const { id, standing: counted, unplanned } of rows) {
    const whose: RawQuery = id ? { team: id } : { owner: 'none' }
    expect(await listed({ verdict: standing, ...whose })).toBe(counted)
    expect(await listed({ verdict: standing, ...whose, plan: 'none' })).toBe(unplanned)
  }
  expect(rows.map(({ name, standing, unplanned, latePlans }) => [name, standing, unplanned, latePlans])).toEqual([
    ['Payments', 2, 1, 1],
    ['', 2, 2, 0],
    ['Cy', 1, 1, 0],
  ])
})

test('what came, widened and went since a visit is what its lists show', async () => {
  const since = new Date('2026-11-10T00:00:00Z')
  const lately = await countLately(db, all, since)
  expect(lately).toEqual({ seen: 1, widened: 1, returned: 0, gone: 2 })
  const at = since.toISOString()
  expect(await listed({ state: 'any', since: at })).toBe(lately.seen)
  expect(await listed({ state: 'any', widened: at })).toBe(lately.widened)
  expect(await listed({ state: 'any', returned: at })).toBe(lately.returned)
  expect(await listed({ state: 'any', gone: at })).toBe(lately.gone)
  expect(await countLately(db, all, new Date('2026-11-16T00:00:00Z'))).toEqual({ seen: 0, widened: 0, returned: 0, gone: 0 })
})

test('what is past its date is what the list of it shows', async () => {
  expect(await countOverdue(db, all, now)).toBe(await listed({ due: 'overdue' }))
  const late = new Date('2027-06-01T00:00:00Z')
  expect(await countOverdue(db, all, late)).toBeGreaterThan(0)
})

test('the plans of tokens, and what is not known of them', async () => {
  const token = await ids()
  const some = [token['of-bo'], token['of-cy'], token['comes']].map(String)
  expect([...(await openPlansOf(db, all, some)).keys()]).toEqual([token['of-bo']])
  expect((await unknownsOf(db, all, some)).get(String(token['of-bo']))?.reasons).toContain('NOT_SENDER_CONSTRAINED')
  expect(await openPlansOf(db, all, [])).toEqual(new Map())
  expect(await unknownsOf(db, all, [])).toEqual(new Map())
})

test('what nobody owns is counted however many owners have more', async () => {
  const owners = Array.from({ length: 55 }, (_, n) => `o${n}`)
  await bring('2026-11-19T08:00:00Z', 'more people', 'owners', ['key,kind,name,email,team', ...owners.map((o) => `${o},person,${o},${o}@acme.example,`)].join('\n'))
  const theirs = owners.flatMap((o) => [1, 2, 3].map((n) => seen(`${o}-${n}`, `${o}@acme.example`)))
  await bring('2026-11-19T09:00:00Z', 'more tokens', 'tokens', [head, ...theirs].join('\n'))
  expect((await tokenFacets(db, all, readTokenSearch({}), now)).counts.owner.map(({ value }) => value)).not.toContain('none')
  expect(await countUnowned(db, all)).toBe(2)
  expect(await listed({ owner: 'none' })).toBe(2)
  // Somebody who left is named all the same: told apart, in neither count twice.
  expect(await countDeparted(db, all)).toBe(0)
  await db.prisma.owner.updateMany({ where: { name: { in: ['o1', 'o2'] } }, data: { status: 'departed' } })
  expect([await countDeparted(db, all), await countUnowned(db, all)]).toEqual([6, 2])
  await db.prisma.owner.updateMany({ where: { name: { in: ['o1', 'o2'] } }, data: { status: 'active' } })
}) // prettier-ignore
