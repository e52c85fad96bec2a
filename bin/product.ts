import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openWelcome } from '../lib/flows/welcome.ts'
import { readSettings } from '../lib/server/env.ts'
import { worldFrom } from '../lib/server/world.ts'
import { tryLock } from './bootstrap/lock.mjs'
import { Refusal, step } from './bootstrap/steps.mjs'
import { build, type Build } from './build.ts'
import { keepDemo } from './demo-company.ts'
import { groundFrom } from './ground.ts'
import { migrateOrSay } from './migrate-or-say.ts'
import { startPostgres } from './postgres.ts'
import { secrets } from './secrets.ts'
import { startProcess } from './supervisor-process.ts'
import { supervise, type ChildSpec, type Running, type Supervised } from './supervisor.ts'

const graceMs = 10_000
const endWithParent = path.join(import.meta.dirname, 'end-with-parent.ts')

export type ProductOptions = {
  /** The checkout. */
  root: string
  /** Holds the database, the secrets, the logs and the demo's state; one product a folder. */
  data: string
  /** The data folder whose builds are used; its own when left out. */
  builds?: string
  port: number
  env: NodeJS.ProcessEnv
  /** How many tokens the demo company has; its own default when left out. */
  estateTokens?: number
  say(line: string): void
  /** Aborted: starting stops at the next step, and what was started ends. */
  signal: AbortSignal
}

export type Product = {
  url: string
  /** The one-time code that makes the first administrator at /welcome; null when there are users. */
  welcomeCode: string | null
  databaseUrl: string
  demo: boolean
  stop(): Promise<void>
}

/**
 * Starts everything in order (Postgres, migrations, pages, demo company, web server, worker), saying each step, and keeps it
 * running until `stop`, which ends it in the opposite order. When a step fails, what was started is stopped again.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { data, port } = options
  mkdirSync(data, { recursive: true })
  const lock = holdDataFolder(data, port)
  const started: Supervised[] = []
  const stop = async () => {
    for (const each of started.splice(0).reverse()) await each.stop()
    rmSync(path.join(data, 'running.json'), { force: true })
    lock.release()
  }
  try {
    return { ...(await startInOrder(options, started)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startInOrder(options: ProductOptions, started: Supervised[]): Promise<Omit<Product, 'stop'>> {
  const { root, data, port, say, signal } = options
  const keep = async (spec: ChildSpec) => {
    started.push(await supervise(spec, say))
    signal.throwIfAborted()
  }
  const own = !options.env.DATABASE_URL
  const wantsDemo = own && options.env.STANDDOWN_DEMO !== 'off'
  const databaseUrl = options.env.DATABASE_URL || (await step('starting Postgres', () => startDatabase(data, say, keep)))
  const env: NodeJS.ProcessEnv = {
    ...options.env,
    ...secrets(data, options.env),
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: options.env.NEXTAUTH_URL || `http://127.0.0.1:${port}`,
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
    STANDDOWN_DEMO: wantsDemo ? 'on' : 'off',
  }
  const { publicUrl: url } = readSettings(env)
  const start: StartNamed = (name, args, more) =>
    startProcess({ name, args: ['--import', endWithParent, ...args], env, cwd: root, logFolder: path.join(data, 'logs'), graceMs, ...more })
  await step('bringing the database up to date', async (note) => {
    const applied = await migrateOrSay(databaseUrl)
    if (applied.length > 0) note(`${applied.length} migrations`)
  })
  signal.throwIfAborted()
  const pages = await build(root, options.builds ?? data)
  signal.throwIfAborted()
  const demo = wantsDemo && (await keepDemo({ data, tokens: options.estateTokens, env, start, say, signal }))
  if (demo) started.push(demo)
  signal.throwIfAborted()
  await step('starting the web server', () => keep(webServer(pages, port, start)))
  await step('starting a worker', () => keep(worker(path.join(root, 'bin', 'worker.ts'), start)))
  writeFileSync(path.join(data, 'running.json'), JSON.stringify({ url, databaseUrl, demo: demo && demo.here }), { mode: 0o600 })
  const welcomeCode = await firstCode(env, signal)
  return { url, welcomeCode, databaseUrl, demo: demo && demo.here }
}

/** Holds the data folder for as long as the product runs: two servers on one cluster would be two truths. */
function holdDataFolder(data: string, port: number): { release(): void } {
  const taken = tryLock(path.join(data, 'start.lock'), String(port))
  if ('release' in taken) return taken
  const { pid, about } = taken.heldBy
  throw new Refusal(
    `Standdown already runs from this folder (process ${pid}), at http://127.0.0.1:${about}. Stop it with Ctrl-C, or: kill ${pid}`,
  )
}

/** Postgres keeps its port over a restart, so that everything that talks to it finds it again. */
async function startDatabase(data: string, say: (line: string) => void, keep: (spec: ChildSpec) => Promise<void>): Promise<string> {
  let url = ''
  let port: number | undefined
  await keep({
    name: 'Postgres',
    async start() {
      const server = await startPostgres({ dir: path.join(data, 'postgres'), log: say, ...(port ? { port } : {}) })
      ;({ url, port } = server)
      return { exited: server.exited.then((code) => `exit ${code}`), stop: () => server.stop() }
    },
  })
  return url
}

/** The code of `/welcome`, new at every start for as long as there is no user. */
async function firstCode(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | null> {
  const ground = await groundFrom(env, 'standdown start', signal)
  try {
    return await openWelcome(await worldFrom(ground, { signal, clock: 'system' }))
  } finally {
    await ground.close()
  }
}

type StartNamed = (name: string, args: readonly string[], more?: { cwd?: string; onMessage?(message: unknown): void }) => Running

/** The web server has started when it answers; afterwards it lives as long as it answers. */
function webServer({ folder, server }: Build, port: number, start: StartNamed): ChildSpec {
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/api/health/live`, { signal: AbortSignal.timeout(5_000) })).status < 500
  return {
    name: 'the web server',
    async start() {
      const running = start('web', [server], { cwd: folder })
      await firstAnswer(running, answers)
      return running
    },
    alive: { probe: answers, everyMs: 10_000, patienceMs: 45_000 },
  }
}

/** A worker says every second that it gets somewhere, and is started again when it has not for a while: it can be there and stuck. */
function worker(program: string, start: StartNamed): ChildSpec {
  let heard = 0
  return {
    name: 'the worker',
    async start() {
      heard = performance.now()
      return start('worker', [program], { onMessage: () => (heard = performance.now()) })
    },
    alive: { probe: async () => performance.now() - heard < 15_000, everyMs: 5_000, patienceMs: 45_000 },
  }
}

async function firstAnswer(running: Running, answers: () => Promise<boolean>): Promise<void> {
  let ended: string | undefined
  void running.exited.then((how) => (ended = how))
  const until = performance.now() + 60_000
  while (!(await answers().catch(() => false))) {
    if (ended) throw new Refusal(`The web server ended at once (${ended}). Its words are in .data/logs/web.log.`)
    if (performance.now() > until) {
      await running.stop()
      throw new Refusal('The web server did not answer within a minute. Its words are in .data/logs/web.log.')
    }
    await setTimeout(100)
  }
}
