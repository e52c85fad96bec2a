import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { AppError } from '../../lib/model/app-error.ts'
import { canEnter, asAccount, unprivilegedAccount, type Account } from './account.ts'
import { findBinaries, type Binaries } from './binaries.ts'

/** Who may sign in: `admin` administers the server, `standdown` owns the product's database and nothing else. */
export type Credentials = { admin: string; standdown: string }

/** A data directory that is ready to be started, and what is needed for it. */
export type Cluster = { folder: string; account: Account | undefined; binaries: Binaries; credentials: Credentials }

/** Where data and programs live when the clone is out of the unprivileged account's reach (a clone under a 0700 home). */
const reachableHome = '/var/lib/standdown'

/**
 * Opens the cluster of a folder, or makes it. The folder holds `cluster` (the data directory, or a link to it where the
 * account cannot reach the folder), `credentials.json` (mode 0600) and `server.log`.
 */
export async function openCluster(dir: string, log: (line: string) => void): Promise<Cluster> {
  const place = path.join(dir, 'cluster')
  const account = unprivilegedAccount(place)
  mkdirSync(dir, { recursive: true })
  // The account passes through; only the credentials must stay shut, and they are a file of our own.
  chmodSync(dir, account ? 0o711 : 0o700)
  const reachable = canEnter(dir, account)
  const binaries = findBinaries(account, reachable ? dir : reachableHome)
  if (!existsSync(path.join(place, 'PG_VERSION'))) {
    if (!reachable) log(`${dir} is out of reach of the account ${account?.name}: the data goes to ${reachableHome}.`)
    await initialise(dir, reachable ? dir : reachableHome, account, binaries)
  }
  return { folder: realpathSync(place), account, binaries, credentials: readCredentials(dir) }
}

/** The passwords kept beside a cluster. Throws AppError 'unavailable' that says how to go on without them. */
export function readCredentials(dir: string): Credentials {
  const file = path.join(dir, 'credentials.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `${file} cannot be read, and without it nobody can sign in to the database beside it. Put it back from a backup, or remove ${dir} to begin with an empty database.`,
      [],
      { cause },
    )
  }
}

/** Makes the cluster aside and moves it to its place whole, so that an interrupted start is never taken for a finished one. */
async function initialise(dir: string, home: string, account: Account | undefined, binaries: Binaries): Promise<void> {
  mkdirSync(home, { recursive: true, mode: account ? 0o711 : 0o700 })
  const place = path.join(dir, 'cluster')
  const stale = lstatSync(place, { throwIfNoEntry: false })
  if (stale?.isSymbolicLink()) rmSync(place)
  else if (stale) throw new AppError('unavailable', `${place} is there but is no PostgreSQL cluster. Move it away and start again.`)
  const making = mkdtempSync(path.join(home, 'cluster-'))
  const credentials: Credentials = { admin: secret(), standdown: secret() }
  const passwordFile = path.join(making, 'password')
  try {
    writeFileSync(passwordFile, credentials.admin, { mode: 0o600 })
    if (account) for (const each of [making, passwordFile]) chownSync(each, account.uid, account.gid)
    await initdb(binaries, account, path.join(making, 'data'), passwordFile)
    rmSync(passwordFile)
    const file = path.join(dir, 'credentials.json')
    writeFileSync(`${file}.new`, JSON.stringify(credentials), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    if (home === dir) renameSync(path.join(making, 'data'), place)
    else symlinkSync(path.join(making, 'data'), place)
    if (home === dir) rmSync(making, { recursive: true })
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    throw error
  }
}

/** Passwords travel inside URLs and SQL text: letters, digits, `-` and `_` need no quoting in either. */
function secret(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * Checksums find a torn or rotten page. The builtin provider sorts by code point and knows upper and lower case of every
 * script, alike on every machine, whatever its C library does with locales.
 */
function initdb(binaries: Binaries, account: Account | undefined, folder: string, passwordFile: string): Promise<void> {
  const args = ['--pgdata', folder, '--username', 'admin', '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8']
  const locale = ['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8']
  const child = spawn(binaries.initdb, [...args, ...locale, '--data-checksums', '--no-instructions'], {
    ...asAccount(account),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve()
      const words = said.trim().split('\n').slice(-8).join('\n')
      reject(new AppError('unavailable', `The database could not be made (initdb ended with ${code}):\n${words}`))
    })
  })
}
