import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { until } from '../lib/db/testing/until.ts'
import { runningPostgres } from './postgres.ts'
import { completeLinks } from './postgres/binaries.ts'

const place = mkdtempSync(path.join(tmpdir(), 'standdown-launch-'))
const dir = path.join(place, 'postgres')
const launchers = new Set<ChildProcess>()

type Ready = { url: string; adminUrl: string; port: number; pid: number }
type Launch = { child: ChildProcess; said: string[]; outcome: Promise<Ready> }

function launch(port?: number): Launch {
  const program = path.join(import.meta.dirname, 'postgres', 'testing', 'launcher.ts')
  const child = fork(program, [dir, ...(port ? [String(port)] : [])], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  launchers.add(child)
  const said: string[] = []
  const outcome = new Promise<Ready>((resolve, reject) => {
    child.on('message', (message: { log?: string; ready?: Ready; failed?: string }) => {
      if (message.log) said.push(message.log)
      if (message.ready) resolve(message.ready)
      if (message.failed) reject(new Error(message.failed))
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  outcome.catch(() => undefined)
  return { child, said, outcome }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

beforeEach(async () => {
  for (const child of launchers) await end(child, 'SIGTERM')
  launchers.clear()
})
afterAll(async () => {
  for (const child of launchers) await end(child, 'SIGTERM')
  rmSync(place, { recursive: true, force: true })
})

test('a new server: checksums, UTF-8, a password, and only the loopback hears it', async () => {
  const { url, adminUrl, port } = await launch().outcome
  expect(
    await query(
      adminUrl,
      `select current_setting('data_checksums') checksums, current_setting('server_encoding') encoding, current_setting('unix_socket_directories') sockets,
         current_setting('listen_addresses') listens, (select rolsuper from pg_roles where rolname = 'standdown') super, 'É' ilike 'é' folds`,
    ),
  ).toEqual([{ checksums: 'on', encoding: 'UTF8', sockets: '', listens: '127.0.0.1', super: false, folds: true }])
  expect(statSync(path.join(dir, 'credentials.json')).mode & 0o777).toBe(0o600)
  await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' })
  const outward = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find((each) => each.family === 'IPv4' && !each.internal)
  if (outward) await expect(reaches(outward.address, port)).resolves.toBe(false)
  expect(runningPostgres(dir)?.url).toBe(url)
})

function reaches(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const settle = (answer: boolean) => (socket.destroy(), resolve(answer))
    socket
      .once('connect', () => settle(true))
      .once('error', () => settle(false))
      .once('timeout', () => settle(false))
  })
}

test('what was committed is there after a launcher was killed, its server ends by itself, and the next start is immediate', async () => {
  const first = launch()
  const { url, pid, port } = await first.outcome
  await query(url, 'create table kept as select 1 n')
  await end(first.child, 'SIGKILL')
  const second = await launch().outcome
  expect(second.port).toBe(port)
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }])
  expect(second.pid).not.toBe(pid)
})

test('a server without a launcher ends within seconds', async () => {
  const { child, outcome } = launch()
  const { url } = await outcome
  await end(child, 'SIGKILL')
  await until('the server is gone', () => runningPostgres(dir) === undefined)
  await expect(query(url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a server killed with -9 amid work starts again at once, with nothing committed lost', async () => {
  const first = launch()
  const { url, pid } = await first.outcome
  await query(url, 'create table survived as select 2 n')
  await query(url, 'checkpoint').catch(() => undefined)
  const busy = query(url, 'select count(*) from generate_series(1, 1e9)').catch(() => undefined)
  await until(
    'a backend works',
    async () =>
      (await query(url, `select 1 from pg_stat_activity where query like '%generate_series%' and pid <> pg_backend_pid()`)).length > 0,
  )
  process.kill(pid, 'SIGKILL')
  await until('the launcher ended with it', () => first.child.exitCode !== null)
  const again = await launch().outcome
  await busy
  expect(await query(again.url, 'select n from survived')).toEqual([{ n: 2 }])
})

test('a note of a server that is gone, with a pid that is another program’s by now, is in nobody’s way', async () => {
  const first = launch()
  await first.outcome
  await end(first.child, 'SIGTERM')
  const note = path.join(dir, 'cluster', 'postmaster.pid')
  writeFileSync(note, `${process.pid}\n${dir}/cluster\n1700000000\n5999\n\n127.0.0.1\n\n`)
  await launch().outcome
  expect(Number(readFileSync(note, 'utf8').split('\n')[0])).not.toBe(process.pid)
})

test('a second start beside a living one is refused and names it', async () => {
  const first = launch()
  const { url } = await first.outcome
  await expect(launch().outcome).rejects.toThrow(`already runs for process ${first.child.pid}`)
  expect(await query(url, 'select 1 n')).toEqual([{ n: 1 }])
})

test('a stated port that is taken is an error that says so', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await expect(launch(port).outcome).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`)
  server.close()
})

test('lost credentials are said, with the way out', async () => {
  await end((await started()).child, 'SIGTERM')
  rmSync(path.join(dir, 'credentials.json'))
  await expect(launch().outcome).rejects.toThrow(/credentials\.json cannot be read.*backup/)
  rmSync(dir, { recursive: true })
})

async function started(): Promise<Launch> {
  const launched = launch()
  await launched.outcome
  return launched
}

test('links that npm left out are made, and those that are there are kept', () => {
  const native = path.join(place, 'package', 'native')
  mkdirSync(path.join(native, 'lib'), { recursive: true })
  for (const name of ['liba.so.1.2', 'libb.so.3']) writeFileSync(path.join(native, 'lib', name), name)
  symlinkSync('liba.so.1.2', path.join(native, 'lib', 'liba.so.1'))
  const links = [
    { source: 'native/lib/liba.so.1.2', target: 'native/lib/liba.so.1' },
    { source: 'native/lib/libb.so.3', target: 'native/lib/libb.so' },
  ]
  writeFileSync(path.join(native, 'pg-symlinks.json'), JSON.stringify(links))
  expect(completeLinks(native)).toBe(true)
  expect(readFileSync(path.join(native, 'lib', 'libb.so'), 'utf8')).toBe('libb.so.3')
  expect(readFileSync(path.join(native, 'lib', 'liba.so.1'), 'utf8')).toBe('liba.so.1.2')
})
