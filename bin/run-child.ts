import { spawn } from 'node:child_process'

const graceMs = 15_000

export type Child = {
  args: readonly string[]
  cwd: string
  env?: NodeJS.ProcessEnv
  signal?: AbortSignal
  /** Is given what the program says, in place of our terminal: for programs that run beside others. */
  heard?: (text: string) => void
}

/**
 * Runs a Node program to its end with our terminal as its own unless somebody else hears it, at the head of a process group. When the signal aborts, the whole
 * group is asked to end as by Ctrl-C, and made to after a while: nothing of it stays.
 * @returns its exit code; 1 when a signal ended it
 */
export function runChild({ args, cwd, env = process.env, signal, heard }: Child): Promise<number> {
  const own = process.platform !== 'win32'
  const out = heard ? 'pipe' : 'inherit'
  const child = spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', out, out], detached: own })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => heard?.(text))
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
    child.once('exit', () => {
      clearTimeout(force)
      signal?.removeEventListener('abort', stop)
      // What it left behind in its group ends with it.
      send('SIGKILL')
    })
    // By then all that it said was heard.
    child.once('close', (code) => resolve(code ?? 1))
  })
}
