import { beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { readTracker } from '../db/tracker.ts'
import { importFile } from '../flows/import-file.ts'
import { makeUser } from '../flows/make-user.ts'
import { worldOver } from '../flows/testing/world.ts'
import { setUpTracker } from '../flows/tracker.ts'
import { eachPart } from './each-part.ts'
import type { JobGround } from './task.ts'
import { tasks } from './tasks.ts'

const db = await freshDatabase()
const lines: string[] = []
const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
const log = { info: keep, warn: keep, error: keep }
const worldAt = await worldOver(db, { log, fetchOver: () => Promise.reject(new RangeError('nobody expected this')) })
const monday = '2026-11-23T09:00:00Z'
const ground = (signal = new AbortController().signal): JobGround => ({
  db,
  log,
  signal,
  worldFor: (its) => worldAt(monday, its),
  stillOurs: () => Promise.resolve(),
})

beforeEach(() => void lines.splice(0))

test('an unexpected error of Jira is told, and what ends with a date ends in the same hour', async () => {
  const world = await worldAt(monday)
  const { userId } = await makeUser(world, { kind: 'system', name: 'test' }, { name: 'Kim', email: 'kim@acme.example', password: 'copper lantern drifts 41', role: 'admin' }) // prettier-ignore
  const kim = { kind: 'user', id: userId, name: 'Kim' } as const
  const settings = { format: 'csv', rows: 'tokens', covers: 'everything' }
  async function* input() {
    yield Buffer.from(
      'external_id,kind,name,issued_at,expires_at,last_used_at,binding,scope\na,vault.token,a,2026-01-01,never,2026-11-20,bearer,6:4\n',
    )
  }
  await importFile(world, kim, { name: 'tokens', settings, input: input() })
  await db.pool.query(
    `insert into token_end (token_id, kind, at, tied_by, tied_by_id, tied_at) select id, 'date', '2026-11-22', 'Kim', $1, '2026-11-01' from token`,
    [userId],
  )
  await setUpTracker(world, kim, { flavour: 'cloud', baseUrl: 'https://jira.example', projectKey: 'SEC', issueType: 'Task', email: 'a@b.example', token: 'tttt', version: 0 }) // prettier-ignore
  // An address that is none: an error that no answer of Jira is.
  await db.pool.query(`update tracker set on_since = now(), base_url = 'torn'`)
  await tasks['read-tickets']({}, ground())
  expect(await readTracker(db.pool)).toMatchObject({ failingSince: expect.any(Date), problem: expect.stringMatching(/nobody expected/) })
  expect(lines.some((line) => line.includes('issues could not be read back'))).toBe(true)
  expect((await db.pool.query('select 1 from plan')).rowCount).toBe(1)
})

test('an error of settling reviews stops neither the opening of reviews nor the day’s snapshot, and the job is done again for it', async () => {
  await db.pool.query('delete from snapshot_count; delete from snapshot')
  await db.pool.query('alter table campaign rename column closed_at to closed_elsewhere')
  try {
    await expect(tasks['rescore-due']({}, ground())).rejects.toThrow(/closed_at/)
    expect(lines.some((line) => line.includes('"part":"settle reviews"'))).toBe(true)
    const { rows } = await db.pool.query<{ day: string }>('select day::text as day from snapshot')
    expect(rows).toEqual([{ day: '2026-11-23' }])
  } finally {
    await db.pool.query('alter table campaign rename column closed_elsewhere to closed_at')
  }
})

test('told to stop, no further part is begun', async () => {
  const stopping = new AbortController()
  const begun: string[] = []
  const parts = {
    first: () => {
      begun.push('first')
      stopping.abort(new Error('The worker stops.'))
      return Promise.reject(new Error('cut off'))
    },
    second: () => Promise.resolve(void begun.push('second')),
  }
  await expect(eachPart(ground(stopping.signal), parts)).rejects.toThrow('cut off')
  expect(begun).toEqual(['first'])
})
