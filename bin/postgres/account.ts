import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { AppError } from '../../lib/model/app-error.ts'

/** The unprivileged account that the server runs as when we are root; undefined when it runs as ourselves. */
export type Account = { uid: number; gid: number; name: string }

/**
 * PostgreSQL refuses root. The owner of an existing cluster goes first; otherwise `postgres`, and `nobody` where that is
 * missing: no account is made. Throws AppError 'unavailable' when neither exists.
 */
export function unprivilegedAccount(cluster?: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = cluster ? statSync(cluster, { throwIfNoEntry: false })?.uid : undefined
  for (const name of [owner ? String(owner) : '', 'postgres', 'nobody']) {
    if (name === '') continue
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)]
    if (uid && gid) return { uid, gid, name }
  }
  throw new AppError(
    'unavailable',
    'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody". Run as an ordinary user, or set DATABASE_URL.',
  )
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) || undefined : undefined
}

/** What `spawn` takes to run as the account, with none of our settings and secrets in its environment. */
export function asAccount(account: Account | undefined): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  const bare = { cwd: '/', env: { NODE_ENV: 'production' } as const }
  return account ? { ...bare, uid: account.uid, gid: account.gid } : bare
}

/** Whether the account can walk into a folder. Tried, not reckoned from modes: access lists and mounts have a say too. */
export function canEnter(folder: string, account: Account | undefined): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...asAccount(account), stdio: 'ignore' })
  return tried.status === 0
}
