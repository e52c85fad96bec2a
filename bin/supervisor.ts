import { randomInt } from 'node:crypto'
import { backoffMs, settledMs } from './supervisor-backoff.ts'

/** Something that runs until it is stopped or dies: a process of ours, or Postgres. */
export type Running = {
  /** Settles when it has ended, asked or not; says how in a few words ("exit 1", "SIGKILL"). */
  exited: Promise<string>
  /** Asks it to end, makes it end when it does not, and settles when it is gone. */
  stop(): Promise<void>
}

export type ChildSpec = {
  name: string
  start(): Promise<Running>
  /**
   * Answers whether it gets anywhere; asked every `everyMs`. A child that has not for `patienceMs` is stopped and started again:
   * a process can be there and stuck.
   */
  alive?: { probe(): Promise<boolean>; everyMs: number; patienceMs: number }
}

export type Supervised = { name: string; stop(): Promise<void> }

type Say = (line: string) => void

/**
 * Starts a child and keeps it running: started again after 1, 2, 4 … 30 s when it ends by itself or stops getting anywhere.
 * @throws what the first start throws: a product that never came up is not restarted but reported
 */
export async function supervise(spec: ChildSpec, say: Say): Promise<Supervised> {
  const stopping = new AbortController()
  let running = await spec.start()
  const whole = keep()

  async function keep(): Promise<void> {
    let crashes = 0
    while (!stopping.signal.aborted) {
      const since = performance.now()
      const watch = watchProgress(spec, running, say)
      const how = await running.exited
      watch.end()
      if (stopping.signal.aborted) return
      crashes = performance.now() - since > settledMs ? 1 : crashes + 1
      const next = await startAgain(how, crashes)
      if (!next) return
      running = next
    }
  }

  async function startAgain(how: string, crashes: number): Promise<Running | undefined> {
    let count = crashes
    let reason = how
    while (!stopping.signal.aborted) {
      const wait = backoffMs(count, randomInt(1_000) / 1_000)
      say(`${spec.name} ended (${reason}); starting it again in ${(wait / 1_000).toFixed(1)} s`)
      await pause(wait, stopping.signal)
      if (stopping.signal.aborted) return undefined
      try {
        const again = await spec.start()
        say(`${spec.name} runs again`)
        if (stopping.signal.aborted) await again.stop()
        return again
      } catch (error) {
        count += 1
        reason = error instanceof Error ? error.message : String(error)
      }
    }
    return undefined
  }

  return {
    name: spec.name,
    async stop() {
      stopping.abort()
      await running.stop()
      await whole
    },
  }
}

/** Stops a child that has not answered its probe for too long; its keeper then starts it again. */
function watchProgress({ name, alive }: ChildSpec, running: Running, say: Say): { end(): void } {
  if (!alive) return { end: () => undefined }
  let lastWell = performance.now()
  let asking = false
  const timer = setInterval(async () => {
    if (asking) return
    asking = true
    const well = await alive.probe().catch(() => false)
    asking = false
    if (well) lastWell = performance.now()
    if (performance.now() - lastWell < alive.patienceMs) return
    clearInterval(timer)
    say(`${name} has got nowhere for ${Math.round(alive.patienceMs / 1_000)} s`)
    await running.stop()
  }, alive.everyMs)
  timer.unref()
  return { end: () => clearInterval(timer) }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
