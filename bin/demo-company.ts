import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { demoState, ensureDemo, type DemoEstate } from '../lib/flows/demo.ts'
import { worldFrom } from '../lib/server/world.ts'
import { Refusal } from './bootstrap/steps.mjs'
import { groundFrom } from './ground.ts'
import { runningEstate } from './running-estate.ts'
import type { ChildSpec, Running } from './supervisor.ts'

const patienceMs = 60_000

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

/**
 * Imports the company's files and connects its sources, where that has not been done; a worker then syncs them. Does nothing once
 * the demo was removed or something real is there.
 * @returns whether demo data is here
 */
export async function connectDemo(data: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> {
  const estate = await runningEstate(path.join(data, 'estate'))
  if (!estate) return false
  const answer = await fetch(`${estate.url}/_estate/demo`, { signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) })
  const demo = (await answer.json()) as DemoEstate
  const ground = await groundFrom(env, 'standdown start', signal)
  try {
    await ensureDemo(await worldFrom(ground, { signal }), demo)
    return (await demoState(ground)).here
  } finally {
    await ground.close()
  }
}
