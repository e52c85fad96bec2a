import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Running } from './supervisor.ts'

const longestLogBytes = 20 * 1024 * 1024

export type ProcessSpec = {
  name: string
  /** Arguments to this same Node: the program and what it is told. */
  args: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  /** Where its words go: one file a process, the one before kept beside it. */
  logFolder: string
  /** How long it may take to end in its own time. */
  graceMs: number
  onMessage?(message: unknown): void
}

/**
 * Starts a Node process of ours at the head of a process group. The channel to it breaks when we are killed without a word, which
 * the process takes as its own end (see `end-with-parent.ts`), so nothing is left behind.
 */
export function startProcess(spec: ProcessSpec): Running & { pid: number | undefined } {
  const log = openLog(spec.logFolder, spec.name)
  const own = process.platform !== 'win32'
  const child = spawn(process.execPath, [...spec.args], {
    cwd: spec.cwd,
    env: spec.env,
    detached: own,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  if (spec.onMessage) child.on('message', spec.onMessage)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
  })
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (own && child.pid !== undefined) process.kill(-child.pid, signal)
      else child.kill(signal)
    } catch {
      // Already gone.
    }
  }
  return {
    pid: child.pid,
    exited,
    async stop() {
      signalGroup('SIGTERM')
      const force = setTimeout(() => signalGroup('SIGKILL'), spec.graceMs)
      await exited
      clearTimeout(force)
      // What it started itself goes with it.
      signalGroup('SIGKILL')
    },
  }
}

function openLog(folder: string, name: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${name}.log`)
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > longestLogBytes) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}
