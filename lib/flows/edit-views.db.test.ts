import { beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../db/audit.ts'
import { listViews } from '../db/list-views.ts'
import { noteVisit } from '../db/last-visit.ts'
import { demoClockSetting, writeSetting } from '../db/settings.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { emptyAudit } from '../db/testing/tamper.ts'
import { usualColumns } from '../model/token-columns.ts'
import type { Role, Viewer } from '../model/viewer.ts'
import { changeView, removeView, saveView, type NewView } from './edit-views.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const now = '2026-11-24T09:00:00.000Z'

const viewer = (n: number, name: string, role: Role): Viewer => ({
  id: `018f0000-0000-7000-8000-00000000000${n}`,
  sessionId: `session of ${name}`,
  name,
  email: `${name.toLowerCase()}@acme.example`,
  role,
  scope: role === 'owner' ? { all: false, ownerIds: [] } : { all: true },
  selfIds: [],
})
const ana = viewer(1, 'Ana', 'analyst')
const ben = viewer(2, 'Ben', 'admin')
const olu = viewer(3, 'Olu', 'owner')

const view: NewView = {
  name: 'Old keys',
  shared: false,
  query: 'idle=90&sort=used',
  group: 'owner',
  columns: [...usualColumns],
  density: 'compact',
}
const saved = async (of: Viewer) => (await listViews(db, of, new Date(now))).filter((one) => one.saved)
const failure = (work: Promise<unknown>) => work.then(() => null).catch(({ code, message }: { code: string; message: string }) => ({ code, message })) // prettier-ignore
const acts = async () => (await db.prisma.audit.findMany({ orderBy: { seq: 'asc' } })).map(({ actor, act }) => `${actor} ${act}`)

beforeEach(async () => {
  await db.pool.query(`truncate "user" cascade`)
  await emptyAudit(db)
  for (const { id, email, name, role } of [ana, ben, olu])
    await db.prisma.user.create({ data: { id, email, name, role, createdAt: new Date(now) } })
})

describe('saving a view', () => {
  it('keeps the list in the one way it is written, for oneself alone, on record', async () => {
    const { id } = await saveView(await at(now), ana, { ...view, query: 'sort=used&idle=90&state=live&after=' })
    expect(await saved(ana)).toEqual([
      { id, name: 'Old keys', means: null, query: 'idle=90&sort=used', group: 'owner', columns: usualColumns, density: 'compact', saved: { mine: true, by: 'Ana', shared: false, version: 1 } },
    ]) // prettier-ignore
    expect(await saved(ben)).toEqual([])
    expect(await acts()).toEqual(['Ana view.saved'])
    expect(await verifyChain(db.pool, (await at(now)).auditKey)).toMatchObject({ intact: true })
  })

  it('any role may, for itself; sharing needs more', async () => {
    await saveView(await at(now), olu, view)
    expect(await failure(saveView(await at(now), olu, { ...view, name: 'Ours', shared: true }))).toMatchObject({ code: 'forbidden' })
    expect(await saved(olu)).toHaveLength(1)
  })

  it('a name is one’s own once; another may have the same', async () => {
    await saveView(await at(now), ana, view)
    expect(await failure(saveView(await at(now), ana, view))).toEqual({ code: 'conflict', message: 'There is a view “Old keys” already. Give this one another name, or replace that one.' }) // prettier-ignore
    await saveView(await at(now), ben, view)
    const racing = await Promise.all([1, 2, 3].map(async () => failure(saveView(await at(now), ana, { ...view, name: 'Race' }))))
    expect(racing.filter((one) => one === null)).toHaveLength(1)
    for (const lost of racing.filter(Boolean)) expect(lost).toMatchObject({ code: 'conflict' })
  })

  it('a query that is none is refused by name', async () => {
    expect(await failure(saveView(await at(now), ana, { ...view, query: 'colour=red' }))).toMatchObject({ code: 'bad-input' })
    expect(await acts()).toEqual([])
  })
})

describe('changing a view', () => {
  it('renames, shares, replaces and takes back, a version each', async () => {
    const { id } = await saveView(await at(now), ana, view)
    expect(await changeView(await at(now), ana, { id, version: 1, name: 'Very old keys' })).toEqual({ version: 2 })
    await changeView(await at(now), ana, { id, version: 2, shared: true })
    const kept = { query: 'owner=none', group: null, columns: [...usualColumns, 'grade' as const], density: 'comfortable' as const }
    await changeView(await at(now), ana, { id, version: 3, kept })
    expect(await saved(olu)).toEqual([
      { id, name: 'Very old keys', means: null, ...kept, saved: { mine: false, by: 'Ana', shared: true, version: 4 } },
    ])
    await changeView(await at(now), ana, { id, version: 4, shared: false })
    expect(await saved(olu)).toEqual([])
    expect(await acts()).toEqual(['Ana view.saved', ...Array<string>(4).fill('Ana view.changed')])
  })

  it('whoever comes second is told who was first, and when, and loses nothing of theirs', async () => {
    const { id } = await saveView(await at(now), ana, { ...view, shared: true })
    await changeView(await at('2026-11-24T09:10:00Z'), ben, { id, version: 1, name: 'Ben’s name' })
    const second = changeView(await at('2026-11-24T09:10:20Z'), ana, { id, version: 1, name: 'Ana’s name' })
    expect(await failure(second)).toEqual({ code: 'conflict', message: 'Ben changed the view “Ben’s name” 20 s ago. Look at it as it is now, then change it again.' }) // prettier-ignore
    expect(await failure(removeView(await at(now), ana, { id, version: 1 }))).toMatchObject({ code: 'conflict' })
    expect(await saved(ana)).toMatchObject([{ name: 'Ben’s name', saved: { version: 2 } }])
  })

  it('of two at the same moment one wins', async () => {
    const { id } = await saveView(await at(now), ana, view)
    const both = await Promise.all(['one', 'other'].map(async (name) => failure(changeView(await at(now), ana, { id, version: 1, name }))))
    expect(both.filter((one) => one === null)).toHaveLength(1)
  })

  it('another’s private view is not there; a shared one is for those who may share', async () => {
    const { id } = await saveView(await at(now), ana, view)
    const dead = '018f0000-0000-7000-8000-00000000dead'
    const refused = await Promise.all(
      [id, dead].map(async (one) => failure(changeView(await at(now), ben, { id: one, version: 1, name: 'x' }))),
    )
    expect(refused[0]).toMatchObject({ code: 'not-found' })
    expect(refused[0]).toEqual(refused[1])
    await changeView(await at(now), ana, { id, version: 1, shared: true })
    expect(await failure(changeView(await at(now), olu, { id, version: 2, name: 'mine now' }))).toMatchObject({ code: 'forbidden' })
    expect(await failure(removeView(await at(now), olu, { id, version: 2 }))).toMatchObject({ code: 'forbidden' })
    await removeView(await at(now), ben, { id, version: 2 })
    expect(await saved(ana)).toEqual([])
    expect((await acts()).at(-1)).toBe('Ben view.removed')
  })
})

describe('the last visit', () => {
  const since = async (at: string, of = ana) => {
    const query = (await listViews(db, of, new Date(at))).find(({ id }) => id === 'new')?.query
    return query === undefined ? null : new URLSearchParams(query).get('since')
  }
  const isHere = (of: Viewer, at: string) => noteVisit(db.prisma, of.id, new Date(at))

  it('ended with the last page before half an hour without one, however they are signed in', async () => {
    await isHere(ben, '2026-11-20T16:20:00Z')
    await isHere(ana, '2026-11-20T16:00:00Z')
    await isHere(ana, '2026-11-20T16:10:20Z')
    expect(await since('2026-11-20T16:10:20Z')).toBeNull()
    await isHere(ana, '2026-11-21T08:00:00Z')
    for (const minute of ['10', '35', '55']) await isHere(ana, `2026-11-21T08:${minute}:00Z`)
    expect(await since('2026-11-21T08:55:00Z')).toBe('2026-11-20T16:10:00.000Z')
    expect(await since('2026-11-21T08:55:00Z', ben)).toBeNull()
  })

  it('is by the clock that counted then: that of the demo, wherever it was moved since', async () => {
    const day = 86_400_000
    await isHere(ana, '2026-11-21T08:55:00Z')
    await writeSetting(db, demoClockSetting, 2 * day)
    await isHere(ana, '2026-11-21T09:00:00Z')
    expect(await since('2026-11-23T09:00:00Z')).toBe('2026-11-21T08:55:00.000Z')
    await writeSetting(db, demoClockSetting, 9 * day)
    await isHere(ana, '2026-11-21T09:05:00Z')
    expect(await since('2026-11-30T09:05:00Z')).toBe('2026-11-23T09:00:00.000Z')
    // The demo is taken away: what it counted is ahead of us.
    await db.prisma.setting.deleteMany({ where: { name: demoClockSetting } })
    expect(await since('2026-11-21T09:10:00Z')).toBeNull()
    await isHere(ana, '2026-11-21T09:10:00Z')
    await isHere(ana, '2026-11-22T09:10:00Z')
    expect(await since('2026-11-22T09:10:00Z')).toBe('2026-11-21T09:10:00.000Z')
  })
})
