import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { ownerRole } from '../lib/db/owner-reads.ts'
import { AppError } from '../lib/model/app-error.ts'
import { openCluster, readCredentials, type Cluster } from './postgres/cluster.ts'
import { roomOf, watchDisk, writing, type DiskWatch, type Room } from './postgres/disk-watch.ts'
import { explain, lastWords, launch } from './postgres/launch.ts'
import { clearLeftovers, runningServer, serverNote } from './postgres/leftovers.ts'

export type Postgres = {
  /** Signs in as the owner of the product's database. */
  url: string
  /** Signs in as the server's administrator. */
  adminUrl: string
  port: number
  pid: number
  /** The data directory. */
  cluster: string
  /** Ends the server in good order; after ten seconds it is made to. Calling it twice is the same as once. */
  stop(): Promise<void>
  /** The exit code, once it has ended for whatever reason. */
  exited: Promise<number>
}

export type PostgresOptions = {
  /** The folder that keeps the cluster, its credentials and its log. */
  dir: string
  /** Fails when it is taken; left out, the last one is used again where it is free, and a free one otherwise. */
  port?: number
  log: (line: string) => void
  /** How much room the disk has; measured where it is left out. */
  room?: () => Promise<Room>
  /** For servers of a test run: a crash of the machine may cost them all. A crash of the server still costs nothing committed. */
  disposable?: boolean
}

const database = 'standdown'
const readyWithinMs = 60_000

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, making the cluster first where there is none, and waits until it answers.
 * What a killed start left behind is ended first; a server that another living start holds is an error.
 * When this process dies without a word the server ends by itself. Throws AppError 'unavailable' or 'conflict'.
 */
export async function startPostgres({ dir, port, log, room, disposable = false }: PostgresOptions): Promise<Postgres> {
  const cluster = await openCluster(dir, log)
  const measure = room ?? (() => roomOf(cluster.folder))
  const { total } = await measure()
  refuseSecondLauncher(dir, cluster.folder)
  await clearLeftovers(cluster.folder, log)
  writeFileSync(path.join(dir, 'launcher'), String(process.pid))
  const until = performance.now() + readyWithinMs
  let wanted = port ?? (await freePort(readNumber(path.join(dir, 'port'))))
  for (;;) {
    const server = launch(cluster, dir, { port: wanted, disposable, diskBytes: total })
    const outcome = await ready(server, cluster, wanted, until)
    if (outcome === 'ready') {
      writeFileSync(path.join(dir, 'port'), String(wanted))
      await ensureDatabase(cluster, wanted)
      const watch = watchDisk({ adminUrl: urls(cluster.credentials, wanted).adminUrl, log, room: measure })
      return handle(server, cluster, dir, wanted, watch)
    }
    const words = lastWords(dir)
    // A killed server's backends need a moment to notice; a port can be lost between the look and the start.
    const passing = /already exists|still in use|Is another postmaster/i.test(words)
    const portTaken = /could not bind|Address already in use/i.test(words)
    if (performance.now() > until || (!passing && !(portTaken && port === undefined))) {
      throw new AppError('unavailable', explain(words, dir, wanted))
    }
    if (portTaken) wanted = await freePort(undefined)
    await pause(250)
    await clearLeftovers(cluster.folder, log)
  }
}

/** How to reach the server that runs on a folder, whoever started it; undefined when none runs. */
export function runningPostgres(dir: string): { url: string; adminUrl: string } | undefined {
  const place = path.join(dir, 'cluster')
  if (!existsSync(place)) return undefined
  const cluster = realpathSync(place)
  const note = runningServer(cluster) ? serverNote(cluster) : undefined
  return note ? urls(readCredentials(dir), note.port) : undefined
}

function urls(credentials: { admin: string; standdown: string }, port: number) {
  return {
    url: `postgresql://standdown:${credentials.standdown}@127.0.0.1:${port}/${database}`,
    adminUrl: `postgresql://admin:${credentials.admin}@127.0.0.1:${port}/postgres`,
  }
}

function refuseSecondLauncher(dir: string, cluster: string): void {
  const launcher = readNumber(path.join(dir, 'launcher'))
  const server = runningServer(cluster)
  if (!server || !launcher || !isAlive(launcher)) return
  throw new AppError(
    'conflict',
    `The database in ${dir} already runs for process ${launcher}. Stop that one first (kill ${launcher}), or use it.`,
  )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readNumber(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

async function freePort(preferred: number | undefined): Promise<number> {
  for (const port of preferred ? [preferred, 0] : [0]) {
    const server = createServer()
    const heard = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen({ port, host: '127.0.0.1' }, () => resolve(true))
    })
    if (!heard) continue
    const { port: found } = server.address() as { port: number }
    await new Promise((resolve) => server.close(resolve))
    return found
  }
  throw new AppError('unavailable', 'There is no free port on 127.0.0.1.')
}

/** Waits until the server answers a query, or has ended. */
async function ready(server: ChildProcess, cluster: Cluster, port: number, until: number): Promise<'ready' | 'ended'> {
  let spawned: Error | undefined
  server.once('error', (error) => (spawned = error))
  while (performance.now() < until) {
    if (spawned || server.exitCode !== null || server.signalCode !== null) return 'ended'
    // Only the note says that the server on this port is this one.
    if (serverNote(cluster.folder)?.pid === server.pid && (await answers(urls(cluster.credentials, port).adminUrl))) return 'ready'
    await pause(25)
  }
  server.kill('SIGQUIT')
  return 'ended'
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return false
    throw new AppError(
      'unavailable',
      'The database refuses the password that is kept beside it (credentials.json): the two do not belong together.',
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The product's role and database. Names and passwords are our own and need no quoting. */
async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new Client({ connectionString: urls(cluster.credentials, port).adminUrl, options: writing })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; owners: boolean; base: boolean }>(
      `select exists (select from pg_roles where rolname = 'standdown') role, exists (select from pg_roles where rolname = '${ownerRole}') owners,
         exists (select from pg_database where datname = '${database}') base`,
    )
    if (!rows[0]?.role) await client.query(`create role standdown login createdb password '${cluster.credentials.standdown}'`)
    if (!rows[0]?.owners) await client.query(`create role ${ownerRole} nologin; grant ${ownerRole} to standdown`)
    if (!rows[0]?.base) await client.query(`create database ${database} owner standdown`)
  } finally {
    await client.end()
  }
}

function handle(server: ChildProcess, cluster: Cluster, dir: string, port: number, watch: DiskWatch): Postgres {
  const ended = () => server.exitCode !== null || server.signalCode !== null
  const exited = ended() ? Promise.resolve(server.exitCode ?? 1) : once(server, 'exit').then(([code]) => (code as number | null) ?? 1)
  const stop = async () => {
    await watch.end()
    if (ended()) return
    server.kill('SIGINT')
    const force = setTimeout(() => server.kill('SIGQUIT'), 10_000)
    await exited
    clearTimeout(force)
  }
  void exited.then(() => (rmSync(path.join(dir, 'launcher'), { force: true }), watch.end()))
  return { ...urls(cluster.credentials, port), port, pid: server.pid ?? 0, cluster: cluster.folder, stop, exited }
}
