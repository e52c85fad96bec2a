import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { asAccount } from './account.ts'
import type { Cluster } from './cluster.ts'

const logLimitBytes = 5_000_000

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
  random_page_cost: '1.1',
  jit: 'off',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
}
/** The log of a small disk must not fill it: a twentieth of the disk, from 64 MB to 1 GB. */
function walMegabytes(diskBytes: number): number {
  return Math.round(Math.min(1_024, Math.max(64, diskBytes / 20 / 1_048_576)))
}

const forDisposable: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
}

/** In a process group of its own: Ctrl-C in the terminal is for us, and we end the server last. */
export function launch(
  { folder, account, binaries }: Cluster,
  dir: string,
  how: { port: number; disposable: boolean; diskBytes: number },
): ChildProcess {
  const file = path.join(dir, 'server.log')
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(file, `${file}.old`)
  writeFileSync(file, `\n--- start ${process.pid}\n`, { flag: 'a', mode: 0o600 })
  const output = openSync(file, 'a')
  const wal = { max_wal_size: `${walMegabytes(how.diskBytes)}MB`, min_wal_size: '32MB' }
  const all = { ...settings, ...wal, port: String(how.port), ...(how.disposable ? forDisposable : {}) }
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

/** What the server said since it was last started. */
export function lastWords(dir: string): string {
  const text = readFileSync(path.join(dir, 'server.log'), 'utf8')
  return text.slice(text.lastIndexOf('--- start')).split('\n').slice(1).join('\n').trim()
}

/** A failed start in words for people. */
export function explain(words: string, dir: string, port: number): string {
  const tail = words.split('\n').slice(-6).join('\n')
  if (/could not bind|Address already in use/i.test(words))
    return `Port ${port} on 127.0.0.1 is taken, so the database cannot start there.\n${tail}`
  if (/No space left/i.test(words))
    return `The disk that holds ${dir} is full, so the database cannot start. Free some space and start again; nothing is lost.\n${tail}`
  if (/not compatible|incompatible/i.test(words)) return `The data in ${dir} was written by another major version of PostgreSQL.\n${tail}`
  return `The database did not start. Its last words (${path.join(dir, 'server.log')}):\n${tail}`
}
