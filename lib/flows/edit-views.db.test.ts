import { beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../db/audit.ts'
import { listViews } from '../db/list-views.ts'
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
const saved = async (of: Viewer) => (await listViews(db, of, new Date(now), new Date(now))).filter((one) => one.saved)
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
  it('is the last time another, earlier session was in use, on the estate’s clock', async () => {
    const session = (hash: string, userId: string, startedAt: string, seenAt: string) =>
      db.prisma.session.create({
        data: { hash, userId, startedAt: new Date(startedAt), seenAt: new Date(seenAt), endsAt: new Date('2027-01-01'), agent: '' },
      })
    await session(ana.sessionId, ana.id, '2026-11-24T08:00:00Z', now)
    const ids = async () => (await listViews(db, ana, new Date(now), new Date(now))).map(({ id }) => id)
    expect(await ids()).not.toContain('new')
    await session('earlier', ana.id, '2026-11-20T08:00:00Z', '2026-11-20T16:10:00Z')
    await session('older', ana.id, '2026-11-01T08:00:00Z', '2026-11-01T16:10:00Z')
    await session('later, on the phone', ana.id, '2026-11-24T08:30:00Z', '2026-11-24T08:31:00Z')
    await session('somebody else’s', ben.id, '2026-11-23T08:30:00Z', '2026-11-23T08:31:00Z')
    const fresh = async (clock: number) =>
      (await listViews(db, ana, new Date(Date.parse(now) + clock), new Date(now))).find(({ id }) => id === 'new')?.query ?? ''
    const since = async (clock: number) => new Date(new URLSearchParams(await fresh(clock)).get('since') ?? '').getTime()
    expect(await since(0)).toBe(Date.parse('2026-11-20T16:10:00Z'))
    // The demo's clock is a week ahead: so is what its tokens were first seen by.
    expect(await since(7 * 86_400_000)).toBe(Date.parse('2026-11-27T16:10:00Z'))
  })
})
