import { randomUUID } from 'node:crypto'
import { parseCrontab } from 'graphile-worker'
import { beforeEach, expect, test } from 'vitest'
import { sourceLock, takeSessionLock } from '../db/session-lock.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { worldOver } from '../flows/testing/world.ts'
import type { World } from '../flows/world.ts'
import { removeDeadJobs } from './dead-jobs.ts'
import { enqueueActs, enqueueRescore, enqueueSending, enqueueSuggesting, enqueueSync, enqueueTick } from './enqueue.ts'
import { schedule, tasks } from './tasks.ts'

const db = await freshDatabase()
beforeEach(async () => {
  await db.pool.query('truncate graphile_worker._private_jobs cascade')
})

const jobs = async () =>
  (await db.pool.query('select task_identifier as task, key, queue_name as queue from graphile_worker.jobs order by key')).rows

test('a sync asked for many times is one job, in its source’s own queue', async () => {
  const source = randomUUID()
  for (const who of ['schedule', 'user:1', 'user:2']) expect(await enqueueSync(db, source, who)).toBe('queued')
  expect(await jobs()).toEqual([{ task: 'sync-source', key: `sync:${source}`, queue: `source:${source}` }])
})

test('a sync that is under way is not asked for again', async () => {
  const source = randomUUID()
  const held = await takeSessionLock(db.url, sourceLock(source), 1_000)
  expect(await enqueueSync(db, source, 'user:1')).toBe('running')
  expect(await jobs()).toEqual([])
  await held?.end()
})

test('a sync that the schedule asked for is left when nothing is due any more, and one that somebody asked for is not', async () => {
  const [due, done] = [randomUUID(), randomUUID()]
  await db.pool.query(
    `insert into source (id, kind, name, settings, subject, every_minutes, next_due_at, created_at)
     values ($1, 'file', 'due', '{}', '', 60, now() - interval '1 minute', now()), ($2, 'file', 'done', '{}', '', 60, now() + interval '1 hour', now())`,
    [due, done],
  )
  const { signal } = new AbortController()
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const ground = {
    db,
    log,
    signal,
    worldFor: await worldOver(db).then((at) => () => at(new Date().toISOString())),
    stillOurs: () => Promise.resolve(),
  }
  const runs = async () => (await db.pool.query<{ source_id: string }>('select source_id from run')).rows.map((row) => row.source_id)
  for (const sourceId of [due, done]) await tasks['sync-source']({ sourceId, requestedBy: 'schedule' }, ground)
  expect(await runs()).toEqual([due])
  await tasks['sync-source']({ sourceId: done, requestedBy: 'user:1' }, ground)
  expect((await runs()).toSorted()).toEqual([due, done].toSorted())
})

test('suggestions asked for by many edits are one job; where they cannot be asked for, the edit hears nothing of it', async () => {
  const warned: string[] = []
  const log = { info: () => undefined, warn: (_: object, words: string) => void warned.push(words), error: () => undefined }
  for (let edits = 0; edits < 3; edits += 1) await enqueueSuggesting({ db, log })
  expect(await jobs()).toEqual([{ task: 'suggest-owners', key: 'suggest-owners', queue: 'suggest' }])
  const away = { pool: { query: () => Promise.reject(new Error('Connection terminated')) } } as unknown as Pick<typeof db, 'pool'>
  await enqueueSuggesting({ db: away, log })
  expect(warned).toEqual(['suggested owners could not be asked for'])
})

test('each minute a channel that has something to send is asked to, once; one that waits for its receiver is not', async () => {
  await db.pool.query(
    `insert into channel (kind, address, on_since, retry_at, changed_at) values ('email', 'a@x.example', now(), null, now()), ('slack', 'https://x', now(), now() + interval '1 hour', now()), ('webhook', 'https://x', null, null, now())`,
  )
  await db.pool.query(
    `insert into message (id, kind, channel, recipient, name, state, next_attempt_at, created_at)
     select gen_random_uuid(), 'assigned', kind, address, '', 'queued', now(), now() from channel`,
  )
  const { signal } = new AbortController()
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const worldFor = () => Promise.resolve({ db, now: new Date() } as World)
  const ground = { db, log, signal, worldFor, stillOurs: () => Promise.resolve() }
  for (let minutes = 0; minutes < 2; minutes += 1) await tasks['message-tick']({}, ground)
  expect(await jobs()).toEqual([{ task: 'send-messages', key: 'messages:email', queue: 'messages:email' }])
})

test('every job that is enqueued or scheduled has its task', async () => {
  await enqueueSync(db, randomUUID(), 'schedule')
  await enqueueRescore(db)
  await enqueueTick(db)
  await enqueueSending(db, 'email')
  await enqueueActs(db, randomUUID())
  await enqueueSuggesting({ db, log: { info: () => undefined, warn: () => undefined, error: () => undefined } })
  const named = [...(await jobs()).map(({ task }) => String(task)), ...parseCrontab(schedule).map((item) => item.task)]
  expect(named.filter((name) => !Object.hasOwn(tasks, name))).toEqual([])
  expect(new Set(named)).toEqual(new Set(Object.keys(tasks)))
})

test('jobs that will never be done go after a day, and no others', async () => {
  await enqueueTick(db)
  await enqueueRescore(db)
  await db.pool.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, updated_at = now() - interval '2 days' where key = 'sync-tick'`,
  )
  await removeDeadJobs(db.pool)
  expect((await jobs()).map(({ key }) => key)).toEqual(['rescore-due'])
})
