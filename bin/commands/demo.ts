import { Readable } from 'node:stream'
import { defineCommand } from 'citty'
import { z } from 'zod'
import { advanceDemo, demoState } from '../../lib/flows/demo.ts'
import { enqueueRescore, enqueueTickets, enqueueTick } from '../../lib/jobs/enqueue.ts'
import { importFile } from '../../lib/flows/import-file.ts'
import type { World } from '../../lib/flows/world.ts'
import { AppError } from '../../lib/model/app-error.ts'
import type { Actor } from '../../lib/model/viewer.ts'
import { durationMs } from '../duration.ts'
import { runningEstate } from '../running-estate.ts'
import { withWorld } from '../with-database.ts'

const actor: Actor = { kind: 'system', name: 'command line' }
const DemoFile = z.object({ name: z.string(), settings: z.record(z.string(), z.unknown()), text: z.string() })

const advance = defineCommand({
  meta: { name: 'advance', description: "Moves the demo's clock, its company's and ours: standdown demo advance 7d" },
  args: { by: { type: 'positional', required: true, description: 'how far: 7d, 12h, 90m' } },
  async run({ args }) {
    const ms = durationMs(args.by)
    const estate = await runningEstate()
    if (!estate) throw new AppError('unavailable', 'the demo company is not running: npm start')
    const now = await withWorld(async (world) => {
      const { here } = await demoState(world)
      if (!here) throw new AppError('conflict', 'There is no demo data here, so there is no clock to move.')
      const moved = await advanceDemo(world, actor, ms)
      await move(estate.url, (await demoState(world)).aheadMs)
      await importAgain({ ...world, now: moved }, estate.url)
      await Promise.all([enqueueTick(world.db), enqueueRescore(world.db), enqueueTickets(world.db)])
      return moved
    })
    process.stdout.write(`The demo's clock now says ${now.toISOString()}. What is due by then is synced and scored again now.\n`)
  },
})

export default defineCommand({
  meta: { name: 'demo', description: "Move the demo's clock" },
  subCommands: { advance },
})

/** No connector reads the company's other tokens: their list is handed over anew, as of now. */
async function importAgain(world: World, url: string): Promise<void> {
  const answer = await fetch(`${url}/_estate/demo`, { signal: AbortSignal.timeout(30_000) })
  const { files } = z.object({ files: z.array(DemoFile) }).parse(await answer.json())
  for (const file of files.filter(({ settings }) => settings.rows === 'tokens'))
    await importFile(world, actor, { ...file, input: Readable.from([Buffer.from(file.text)]), demo: true })
}

/** Moves the company's clock to as far ahead as ours: said as a whole, so that a time it was missed is made good by the next. */
async function move(url: string, aheadMs: number): Promise<void> {
  const answer = await fetch(`${url}/_estate/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ aheadMs }),
    signal: AbortSignal.timeout(10_000),
  })
  const told = z.object({ now: z.iso.datetime() }).safeParse(await answer.json())
  if (!answer.ok || !told.success) throw new AppError('unavailable', `the demo company did not move its clock (${answer.status})`)
}
