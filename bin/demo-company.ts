import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { enqueueTick } from '../lib/jobs/enqueue.ts'
import { demoState, ensureDemo, wantsDemo, type DemoEstate } from '../lib/flows/demo.ts'
import { worldFrom, type Ground } from '../lib/server/world.ts'
import { Refusal, step } from './bootstrap/steps.mjs'
import { groundFrom } from './ground.ts'
import { runningEstate } from './running-estate.ts'
import { supervise, type ChildSpec, type Running, type Supervised } from './supervisor.ts'

const patienceMs = 60_000
const lookMs = 1_000

type Start = (name: string, args: readonly string[]) => Running

/** The make-believe company as a child of the supervisor. It keeps its port over a restart, so that its sources find it again. */
export function demoCompany(data: string, tokens: number | undefined, start: Start): ChildSpec {
  const folder = path.join(data, 'estate')
  let port = '0'
  return {
    name: 'the demo company',
    async start() {
      // A killed one may have left word of where it listened.
      rmSync(path.join(folder, 'running.json'), { force: true })
      const size = tokens === undefined ? [] : ['--tokens', String(tokens)]
      const running = start('estate', [path.join(import.meta.dirname, 'estate.ts'), '--dir', folder, '--port', port, ...size])
      port = new URL(await firstWord(running, folder)).port
      return running
    },
  }
}

async function firstWord(running: Running, folder: string): Promise<string> {
  let ended: string | undefined
  void running.exited.then((how) => (ended = how))
  const until = performance.now() + patienceMs
  for (;;) {
    const found = await runningEstate(folder)
    if (found) return found.url
    if (ended || performance.now() > until) {
      await running.stop()
      throw new Refusal(`The demo company did not start (${ended ?? 'no answer within a minute'}). Its words are in .data/logs/estate.log.`)
    }
    await setTimeout(50)
  }
}

type KeepOptions = {
  data: string
  /** How many tokens the company has; its own default when left out. */
  tokens: number | undefined
  env: NodeJS.ProcessEnv
  start: Start
  say(line: string): void
  signal: AbortSignal
}

/**
 * Keeps the company running for as long as its demo is wanted, as the database says: not at all once it was removed, ended when it is
 * removed, and begun anew, with a clock of its own, when it is asked back.
 * @returns whether demo data is here, and what ends the keeping
 */
export async function keepDemo({ data, tokens, env, start, say, signal }: KeepOptions): Promise<Supervised & { here: boolean }> {
  const folder = path.join(data, 'estate')
  const ground = await groundFrom(env, 'standdown demo', signal)
  const stopping = new AbortController()
  let company: Supervised | null = null
  // A company that runs is not one whose sources are connected: the first try may fail.
  let connected = false

  async function begin() {
    if ((await demoState(ground)).asked) rmSync(folder, { recursive: true, force: true })
    company = await supervise(demoCompany(data, tokens, start), say)
  }

  async function end(): Promise<boolean> {
    connected = false
    const running = company
    await running?.stop()
    company = null
    return running !== null
  }

  async function look() {
    if (!(await wantsDemo(ground))) {
      if (await end()) say('the demo was removed; its company was ended')
      return
    }
    // It may have been removed and asked back between two looks.
    if (connected && (await demoState(ground)).asked) await end()
    if (connected) return
    if (company === null) await begin()
    if (!(await connectDemo(folder, ground, stopping.signal))) return
    await enqueueTick(ground.db)
    connected = true
    say('the demo was asked for; its company is connected')
  }

  async function keepLooking() {
    let well = true
    while (!stopping.signal.aborted) {
      await setTimeout(lookMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      if (stopping.signal.aborted) return
      try {
        await look()
        well = true
      } catch (error) {
        // The database may be away for a moment, the company may not come up: said once, and the next look tries again.
        if (well) ground.log.warn({ err: error }, 'the demo could not be looked after; trying again until it can')
        well = false
      }
    }
  }

  const stop = async () => {
    stopping.abort()
    await looking
    await company?.stop()
    await ground.close()
  }
  let looking: Promise<void> = Promise.resolve()
  try {
    let here = false
    if (await wantsDemo(ground)) {
      await step('starting the demo company', begin)
      here = await step('connecting it', () => connectDemo(folder, ground, signal))
      connected = here
    }
    looking = keepLooking()
    return { name: 'the demo company', here, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Imports the company's files and connects its sources, where that has not been done; a worker then syncs them.
 * @returns whether demo data is here
 */
async function connectDemo(folder: string, ground: Ground, signal: AbortSignal): Promise<boolean> {
  const estate = await runningEstate(folder)
  if (!estate) return false
  const answer = await fetch(`${estate.url}/_estate/demo`, { signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) })
  const demo = (await answer.json()) as DemoEstate
  const world = await worldFrom(ground, { signal })
  await ensureDemo(world, demo)
  return (await demoState(ground)).here
}
