import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { AppError } from '../lib/model/app-error.ts'
import { asAccount } from './postgres/account.ts'
import { openCluster, readCredentials, type Cluster } from './postgres/cluster.ts'
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
  /** For servers of a test run: a crash of the machine may cost them all. A crash of the server still costs nothing committed. */
  disposable?: boolean
}

const database = 'standdown'
const readyWithinMs = 60_000
const logLimitBytes = 5_000_000

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, making the cluster first where there is none, and waits until it answers.
 * What a killed start left behind is ended first; a server that another living start holds is an error.
 * When this process dies without a word the server ends by itself. Throws AppError 'unavailable' or 'conflict'.
 */
export async function startPostgres({ dir, port, log, disposable = false }: PostgresOptions): Promise<Postgres> {
  const cluster = await openCluster(dir, log)
  refuseSecondLauncher(dir, cluster.folder)
  await clearLeftovers(cluster.folder, log)
  writeFileSync(path.join(dir, 'launcher'), String(process.pid))
  const until = performance.now() + readyWithinMs
  let wanted = port ?? (await freePort(readNumber(path.join(dir, 'port'))))
  for (;;) {
    const server = launch(cluster, dir, wanted, disposable)
    const outcome = await ready(server, cluster, wanted, until)
    if (outcome === 'ready') {
      writeFileSync(path.join(dir, 'port'), String(wanted))
      await ensureDatabase(cluster, wanted)
      return handle(server, cluster, dir, wanted)
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

/**
 * The settings that differ from the server's own. Sessions come over the loopback with a password, never by a socket in /tmp.
 * The log holds no statement text and no row: both could carry what must not be kept.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_buffers: '256MB',
  max_wal_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
}
const forDisposable: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
}

/** In a process group of its own: Ctrl-C in the terminal is for us, and we end the server last. */
function launch({ folder, account, binaries }: Cluster, dir: string, port: number, disposable: boolean): ChildProcess {
  const file = path.join(dir, 'server.log')
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(file, `${file}.old`)
  writeFileSync(file, `\n--- start ${process.pid}\n`, { flag: 'a', mode: 0o600 })
  const output = openSync(file, 'a')
  const all = { ...settings, port: String(port), ...(disposable ? forDisposable : {}) }
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', folder, ...args], {
    ...asAccount(account),
    cwd: folder,
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  if (child.pid) guard(child, account)
  return child
}

/**
 * A shell that waits on a pipe which only we hold open: when this process dies, however it dies, the pipe closes and the
 * shell asks the server to end.
 */
function guard(server: ChildProcess, account: Cluster['account']): void {
  const child = spawn('/bin/sh', ['-c', 'read -r word; kill -INT "$1" 2>/dev/null', 'postgres-guard', String(server.pid)], {
    ...asAccount(account),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  ;(child.stdin as unknown as { unref(): void }).unref()
  server.once('exit', () => child.kill('SIGKILL'))
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
  const client = new Client({ connectionString: urls(cluster.credentials, port).adminUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; base: boolean }>(
      `select exists (select from pg_roles where rolname = 'standdown') role, exists (select from pg_database where datname = '${database}') base`,
    )
    if (!rows[0]?.role) await client.query(`create role standdown login createdb password '${cluster.credentials.standdown}'`)
    if (!rows[0]?.base) await client.query(`create database ${database} owner standdown`)
  } finally {
    await client.end()
  }
}

function handle(server: ChildProcess, cluster: Cluster, dir: string, port: number): Postgres {
  const ended = () => server.exitCode !== null || server.signalCode !== null
  const exited = ended() ? Promise.resolve(server.exitCode ?? 1) : once(server, 'exit').then(([code]) => (code as number | null) ?? 1)
  const stop = async () => {
    if (ended()) return
    server.kill('SIGINT')
    const force = setTimeout(() => server.kill('SIGQUIT'), 10_000)
    await exited
    clearTimeout(force)
  }
  void exited.then(() => rmSync(path.join(dir, 'launcher'), { force: true }))
  return { ...urls(cluster.credentials, port), port, pid: server.pid ?? 0, cluster: cluster.folder, stop, exited }
}

function lastWords(dir: string): string {
  const text = readFileSync(path.join(dir, 'server.log'), 'utf8')
  return text.slice(text.lastIndexOf('--- start')).split('\n').slice(1).join('\n').trim()
}

function explain(words: string, dir: string, port: number): string {
  const tail = words.split('\n').slice(-6).join('\n')
  if (/could not bind|Address already in use/i.test(words))
    return `Port ${port} on 127.0.0.1 is taken, so the database cannot start there.\n${tail}`
  if (/No space left/i.test(words))
    return `The disk that holds ${dir} is full, so the database cannot start. Free some space and start again; nothing is lost.\n${tail}`
  if (/not compatible|incompatible/i.test(words)) return `The data in ${dir} was written by another major version of PostgreSQL.\n${tail}`
  return `The database did not start. Its last words (${path.join(dir, 'server.log')}):\n${tail}`
}
