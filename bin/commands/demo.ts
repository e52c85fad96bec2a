import { defineCommand } from 'citty'
import { z } from 'zod'
import { advanceDemo, demoState } from '../../lib/flows/demo.ts'
import { enqueueRescore, enqueueTick } from '../../lib/jobs/enqueue.ts'
import { AppError } from '../../lib/model/app-error.ts'
import { durationMs } from '../duration.ts'
import { runningEstate } from '../running-estate.ts'
import { withWorld } from '../with-database.ts'

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
      const moved = await advanceDemo(world, { kind: 'system', name: 'command line' }, ms)
      await move(estate.url, (await demoState(world)).aheadMs)
      await Promise.all([enqueueTick(world.db), enqueueRescore(world.db)])
      return moved
    })
    process.stdout.write(`The demo's clock now says ${now.toISOString()}. What is due by then is synced and scored again now.\n`)
  },
})

export default defineCommand({
  meta: { name: 'demo', description: "Move the demo's clock" },
  subCommands: { advance },
})

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
