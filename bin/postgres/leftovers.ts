import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const stopWithinMs = { fast: 20_000, immediate: 10_000, killed: 5_000 }

/** What a server notes of itself while it runs: its process and its port. Undefined when the folder has no such note. */
export function serverNote(cluster: string): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]) }
  } catch {
    return undefined
  }
}

/** The process of the server that runs on this data directory, whoever started it; undefined when none does. */
export function runningServer(cluster: string): number | undefined {
  const pid = serverNote(cluster)?.pid
  return pid && pid > 0 && isServerOf(pid, cluster) ? pid : undefined
}

/**
 * Ends what an earlier start left behind after a kill -9 of it or of the server: a server without a launcher, backends
 * without a server, and the note of a server that is gone (whose pid another process may carry by now).
 */
export async function clearLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  const server = runningServer(cluster)
  if (server) {
    log(`A database server was left running by an earlier start (process ${server}); stopping it first.`)
    for (const [signal, limit] of [
      ['SIGINT', stopWithinMs.fast],
      ['SIGQUIT', stopWithinMs.immediate],
      ['SIGKILL', stopWithinMs.killed],
    ] as const) {
      signalTo(server, signal)
      if (await gone(() => isServerOf(server, cluster), limit)) break
    }
  }
  const orphans = () => processesIn(cluster)
  for (const pid of orphans()) signalTo(pid, 'SIGQUIT')
  if (!(await gone(() => orphans().length > 0, stopWithinMs.immediate))) for (const pid of orphans()) signalTo(pid, 'SIGKILL')
  if (!runningServer(cluster)) rmSync(path.join(cluster, 'postmaster.pid'), { force: true })
}

async function gone(isThere: () => boolean, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs
  while (isThere()) {
    if (performance.now() > until) return false
    await pause(25)
  }
  return true
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in between.
  }
}

/** A server's working directory is its data directory: nothing else proves as well that a pid is not another program's by now. */
function isServerOf(pid: number, cluster: string): boolean {
  if (existsSync('/proc/self/stat')) return !isZombie(pid) && workingDirectory(pid) === cluster
  const { status, stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 && stdout.includes('postgres')
}

/** Every process whose working directory is the cluster: the server's backends. Only Linux tells; elsewhere the server's own retry has to do. */
function processesIn(cluster: string): number[] {
  if (!existsSync('/proc/self/stat')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isServerOf(pid, cluster))
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Ended, but not yet collected by its parent: it holds nothing any more. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return true
  }
}
