import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freshDatabase } from '../lib/db/testing/database.ts'
import { until } from '../lib/db/testing/until.ts'
import { askForDemo, demoState, removeDemo } from '../lib/flows/demo.ts'
import { tasks } from '../lib/jobs/tasks.ts'
import { runJobs } from '../lib/jobs/run-jobs.ts'
import { worldFrom } from '../lib/server/world.ts'
import { keepDemo } from './demo-company.ts'
import { groundFrom } from './ground.ts'
import { startProcess } from './supervisor-process.ts'

const db = await freshDatabase()
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const
const data = mkdtempSync(path.join(tmpdir(), 'standdown-demo-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** Makes the first try to connect the demo fail at its last step. */
async function failOnce(): Promise<void> {
  await db.pool.query(`create sequence tries;
    create function fail_once() returns trigger language plpgsql as $$
      begin if nextval('tries') = 1 then raise 'not yet'; end if; return new; end $$;
    create trigger fail_once before insert or update on setting for each row
      when (new.name = 'demo' and new.value = '"here"') execute function fail_once()`)
}

const running = () => existsSync(path.join(data, 'estate', 'running.json'))
const here = async () => (await demoState({ db })).here

test('the company runs while its demo is wanted: ended when it is removed, not begun after, begun anew when it is asked back and connected in the end', async () => {
  const env = {
    ...process.env,
    DATABASE_URL: db.url,
    STANDDOWN_KEY: randomBytes(32).toString('base64'),
    NEXTAUTH_URL: 'http://127.0.0.1:1',
    LOG_LEVEL: 'silent',
  }
  const start: Parameters<typeof keepDemo>[0]['start'] = (name, args) =>
    startProcess({ name, args: [...args], env, cwd: path.dirname(import.meta.dirname), logFolder: path.join(data, 'logs'), graceMs: 5_000 })
  const keep = () => keepDemo({ data, tokens: 40, env, start, say: () => undefined, signal: new AbortController().signal })
  const ground = await groundFrom(env, 'test', new AbortController().signal)
  const world = await worldFrom(ground, { clock: 'system' })
  // A worker makes the queue's tables, as one does in the product.
  const runner = await runJobs({ db, log: world.log, tasks, schedule: '', worldFor: async () => world })

  let demo = await keep()
  expect([demo.here, running(), await here()]).toEqual([true, true, true])
  await removeDemo(world, ana)
  await until('the company ended', () => !running())
  await demo.stop()

  demo = await keep()
  expect([demo.here, running()]).toEqual([false, false])
  await failOnce()
  await askForDemo(world, ana)
  await until('the demo came back', here, 60_000)
  // A sequence counts on where a transaction is taken back.
  const { rows } = await db.pool.query<{ n: number }>('select last_value::int as n from tries')
  expect(rows[0]?.n).toBeGreaterThan(1)
  expect(running()).toBe(true)
  expect(await db.prisma.source.count({ where: { demo: true } })).toBeGreaterThan(2)
  await expect(askForDemo(world, ana)).rejects.toMatchObject({ code: 'conflict' })

  // So fast that no look falls between.
  await removeDemo(world, ana)
  await askForDemo(world, ana)
  await until('the demo came back once more', here, 60_000)

  await demo.stop()
  expect(running()).toBe(false)
  await runner.stop(2_000)
  await ground.close()
}, 150_000)
