import { spawn } from 'node:child_process'

const graceMs = 15_000

export type Child = { args: readonly string[]; cwd: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal }

/**
 * Runs a Node program to its end with our terminal as its own, at the head of a process group. When the signal aborts, the whole
 * group is asked to end as by Ctrl-C, and made to after a while: nothing of it stays.
 * @returns its exit code; 1 when a signal ended it
 */
export function runChild({ args, cwd, env = process.env, signal }: Child): Promise<number> {
  const own = process.platform !== 'win32'
  const child = spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: own })
  const send = (name: NodeJS.Signals) => {
    try {
      if (own && child.pid !== undefined) process.kill(-child.pid, name)
      else child.kill(name)
    } catch {
      // It has ended.
    }
  }
  return new Promise((resolve, reject) => {
    let force: NodeJS.Timeout | undefined
    const stop = () => {
      send('SIGINT')
      force = setTimeout(() => send('SIGKILL'), graceMs)
    }
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(force)
      signal?.removeEventListener('abort', stop)
      // What it left behind in its group ends with it.
      send('SIGKILL')
      resolve(code ?? 1)
    })
  })
}
