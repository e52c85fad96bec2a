import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { dueSources, isSyncing } from './due-sources.ts'
import { LockLost, sourceLock, takeSessionLock, withSessionLock } from './session-lock.ts'
import { freshDatabase } from './testing/database.ts'
import { until } from './testing/until.ts'

const db = await freshDatabase()
const never = new AbortController().signal
const lockOf = (name: string, waitMs = 200) => ({ url: db.url, name, waitMs, signal: never })

test('one at a time: the second is told that it is busy, and comes in when the first is done', async () => {
  const inside = Promise.withResolvers<void>()
  const leave = Promise.withResolvers<void>()
  const first = withSessionLock(lockOf('a'), async () => {
    inside.resolve()
    await leave.promise
    return 1
  })
  await inside.promise
  expect(await withSessionLock(lockOf('a'), async () => 2)).toBe('busy')
  expect(await withSessionLock(lockOf('b'), async () => 3)).toEqual({ done: 3 })
  leave.resolve()
  expect(await first).toEqual({ done: 1 })
  expect(await withSessionLock(lockOf('a'), async () => 4)).toEqual({ done: 4 })
})

test('work whose lock connection is cut is told so, and may not pass for done by failing otherwise', async () => {
  const work = withSessionLock(lockOf('cut'), async (signal) => {
    // Of this database alone: other files have locks of theirs on the same server at this moment.
    await db.pool.query(
      `select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid()`,
    )
    await until('the signal', () => signal.aborted)
    throw new Error('something else')
  })
  await expect(work).rejects.toBeInstanceOf(LockLost)
})

test('a failure of the work itself gives the lock back and comes through', async () => {
  await expect(withSessionLock(lockOf('fails'), () => Promise.reject(new RangeError('mine')))).rejects.toBeInstanceOf(RangeError)
  expect(await withSessionLock(lockOf('fails'), async () => 1)).toEqual({ done: 1 })
})

test('a lock in another database of the server is another lock', async () => {
  const other = await takeSessionLock(db.url.replace(/\/[^/]+$/, '/standdown'), sourceLock('x'), 200)
  expect(await isSyncing(db.pool, 'x')).toBe(false)
  await other?.end()
})

test('due are sources whose time has come and runs that were left, and none that somebody is at', async () => {
  const now = new Date('2026-11-24T12:00:00Z')
  const add = async (name: string, due: string | null, { removed = false, running = false } = {}) => {
    const id = randomUUID()
    await db.pool.query(
      `insert into source (id, kind, name, settings, subject, next_due_at, created_at, removed_at) values ($1, 'test', $2, '{}', '', $3, $4, $5)`,
      [id, name, due, now, removed ? now : null],
    )
    if (running)
      await db.pool.query(
        `insert into run (id, source_id, epoch, state, phase, started_at, progress_at, counts, gaps, covered, requested_by)
         values ($1, $2, 1, 'running', 'reading', $3, $3, '{}', '[]', '{}', 'test')`,
        [randomUUID(), id, now],
      )
    return id
  }
  const late = await add('an hour late', '2026-11-24T11:00:00Z')
  const later = await add('two hours late', '2026-11-24T10:00:00Z')
  await add('in a minute', '2026-11-24T12:01:00Z')
  await add('only when asked', null)
  await add('removed', '2026-11-24T10:00:00Z', { removed: true })
  const left = await add('left', null, { running: true })
  const busy = await add('busy', '2026-11-24T09:00:00Z', { running: true })
  const held = await takeSessionLock(db.url, sourceLock(busy), 200)
  expect(await dueSources(db.pool, now)).toEqual([later, late, left])
  expect(await isSyncing(db.pool, busy)).toBe(true)
  await held?.end()
  await until('the lock is given back', async () => !(await isSyncing(db.pool, busy)))
  expect(await dueSources(db.pool, now)).toEqual([busy, later, late, left])
})
