import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { migrate } from '../lib/db/migrate.ts'
import type { World } from '../lib/flows/world.ts'
import { worldFrom } from '../lib/server/world.ts'
import { holderOf, isAlive } from './bootstrap/lock.mjs'
import { elapsed, say } from './bootstrap/steps.mjs'
import { groundFrom } from './ground.ts'
import { runningPostgres, startPostgres } from './postgres.ts'
import { secrets } from './secrets.ts'
import { untilTold } from './until-told.ts'

const root = path.dirname(import.meta.dirname)
const data = path.join(root, '.data')

/**
 * Runs a command's work in a world of its own: on `DATABASE_URL`; else on the embedded database, the one that `npm start` runs
 * just now or, when none runs, one started for as long as the work takes. Ctrl-C aborts the world's signal.
 */
export async function withWorld<T>(work: (world: World, env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const told = untilTold()
  try {
    return await withDatabase(async (env) => {
      const ground = await groundFrom(env, 'standdown command', told.signal)
      try {
        return await work(await worldFrom(ground, { signal: told.signal }), env)
      } finally {
        await ground.close()
      }
    })
  } finally {
    told.end()
  }
}

/** The settings with a database that answers in them, for as long as the work takes. */
export async function withDatabase<T>(work: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  mkdirSync(data, { recursive: true })
  const env: NodeJS.ProcessEnv = { ...process.env, ...secrets(data, process.env) }
  if (env.DATABASE_URL) return work(env)
  const dir = path.join(data, 'postgres')
  const product = holderOf(path.join(data, 'start.lock'))
  const running = product && isAlive(product) ? runningPostgres(dir) : undefined
  if (running) return work({ ...env, DATABASE_URL: running.url, STANDDOWN_DEMO: demoOf() })
  const since = performance.now()
  const server = await startPostgres({ dir, log: (line) => say(`  ${line}`) })
  try {
    await migrate(server.url, () => undefined)
    say(`  ✓ started the database for this command (${elapsed(since)})`)
    return await work({ ...env, DATABASE_URL: server.url, STANDDOWN_DEMO: demoOf() })
  } finally {
    await server.stop()
  }
}

/** The embedded database holds the demo unless that was switched off. */
function demoOf(): 'on' | 'off' {
  return process.env.STANDDOWN_DEMO === 'off' ? 'off' : 'on'
}

/** What a running `npm start` of this checkout says of itself; undefined when none runs. */
export function runningProduct(): { url: string; databaseUrl: string; demo: boolean } | undefined {
  const product = holderOf(path.join(data, 'start.lock'))
  const file = path.join(data, 'running.json')
  if (!product || !isAlive(product) || !existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')) as { url: string; databaseUrl: string; demo: boolean }
}
