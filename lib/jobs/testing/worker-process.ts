import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { afterAll } from 'vitest'

export type WorkerProcess = {
  child: ChildProcess
  /** Numbers that it says are committed. */
  committed: number[]
  ended(): boolean
  kill(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts a test worker (worker.ts) as a process of its own and waits until it takes jobs; it is ended after the file's tests. */
export async function startWorker(url: string): Promise<WorkerProcess> {
  const child = fork(path.join(import.meta.dirname, 'worker.ts'), [url], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const committed: number[] = []
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ended = () => child.exitCode !== null || child.signalCode !== null
  const kill = async (signal: NodeJS.Signals) => {
    if (!ended()) child.kill(signal)
    return exited
  }
  afterAll(() => kill('SIGKILL'))
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: unknown) => {
      if (message === 'ready') resolve()
      if (typeof message === 'object' && message !== null && 'committed' in message) committed.push(Number(message.committed))
    })
    void exited.then((code) => reject(new Error(`The worker ended with ${code} before it was ready.`)))
  })
  return { child, committed, ended, kill }
}
