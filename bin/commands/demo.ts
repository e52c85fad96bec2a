import { defineCommand } from 'citty'
import { AppError } from '../../lib/model/app-error.ts'
import type { Actor } from '../../lib/model/viewer.ts'
import { advanceDemoBy } from '../advance-demo.ts'
import { durationMs } from '../duration.ts'
import { runningEstate } from '../running-estate.ts'
import { runningProduct, withWorld } from '../with-database.ts'

const actor: Actor = { kind: 'system', name: 'command line' }

const advance = defineCommand({
  meta: { name: 'advance', description: "Moves the demo's clock, its company's and ours: standdown demo advance 7d" },
  args: { by: { type: 'positional', required: true, description: 'how far: 7d, 12h, 90m' } },
  async run({ args }) {
    const ms = durationMs(args.by)
    const estate = await runningEstate()
    // Where the product runs without its company, its database says whether the demo was removed; none is started to ask that.
    if (!estate && !runningProduct()) throw new AppError('unavailable', 'the demo company is not running: npm start')
    const now = await withWorld((world) => advanceDemoBy(world, actor, estate?.url, ms))
    process.stdout.write(`The demo's clock now says ${now.toISOString()}. What is due by then is synced and scored again now.\n`)
  },
})

export default defineCommand({
  meta: { name: 'demo', description: "Move the demo's clock" },
  subCommands: { advance },
})
