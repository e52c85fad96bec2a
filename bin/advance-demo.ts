import { Readable } from 'node:stream'
import { z } from 'zod'
import { advanceDemo, demoState, requireDemo } from '../lib/flows/demo.ts'
import { importFile } from '../lib/flows/import-file.ts'
import type { World } from '../lib/flows/world.ts'
import { enqueueRescore, enqueueTickets, enqueueTick } from '../lib/jobs/enqueue.ts'
import { AppError } from '../lib/model/app-error.ts'
import type { Actor } from '../lib/model/viewer.ts'

const DemoFile = z.object({ name: z.string(), settings: z.record(z.string(), z.unknown()), text: z.string() })

/**
 * Moves the demo's clock, its company's and ours, and has what is due by then synced and scored again. Gives the time that it then is.
 * @param url where the company listens, undefined where it does not
 * @throws AppError 'conflict' where there is no demo data, 'bad-input' for a way back, 'unavailable' where the company does not run or did not move
 */
export async function advanceDemoBy(world: World, actor: Actor, url: string | undefined, ms: number): Promise<Date> {
  await requireDemo(world)
  if (url === undefined) throw new AppError('unavailable', 'the demo company is not running: npm start')
  const moved = await advanceDemo(world, actor, ms)
  await move(url, (await demoState(world)).aheadMs)
  await importAgain({ ...world, now: moved }, actor, url)
  await Promise.all([enqueueTick(world.db), enqueueRescore(world.db), enqueueTickets(world.db)])
  return moved
}

/** No connector reads the company's other tokens: their list is handed over anew, as of now. */
async function importAgain(world: World, actor: Actor, url: string): Promise<void> {
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
