import { connectorOf } from '../connectors/registry.ts'
import { addDemoRules, type DemoRule } from '../db/add-demo-rules.ts'
import { record } from '../db/audit.ts'
import { deleteDemo } from '../db/delete-demo.ts'
import { endDemoRuns } from '../db/end-demo-runs.ts'
import { everHadSource } from '../db/ever-had-source.ts'
import { lockSources } from '../db/lock-sources.ts'
import { presentSources } from '../db/present-sources.ts'
import { repointSource } from '../db/repoint-source.ts'
import { isCrossed } from '../db/transaction.ts'
import { readSetting, takeSetting, writeSetting } from '../db/settings.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { Actor } from '../model/viewer.ts'
import { addSource } from './add-source.ts'
import { importFile } from './import-file.ts'
import { credentialBinding } from './open-credential.ts'
import { offerDemoTracker } from './tracker.ts'
import { wayOf } from './way-of.ts'
import type { World } from './world.ts'

/** A make-believe source to connect, or a make-believe file to import, before anything real is there. */
export type DemoEstate = {
  sources: readonly { kind: string; name: string; settings: Readonly<Record<string, unknown>>; credential: unknown; everyMinutes: number }[]
  files: readonly { name: string; settings: unknown; text: string }[]
  rules: readonly DemoRule[]
  /** The tracker it works with; an older company has none. */
  tracker?: Parameters<typeof offerDemoTracker>[2]
}

const demoSetting = 'demo'
const clockSetting = 'demo.clock'
const actor: Actor = { kind: 'system', name: 'demo' }
const mostAhead = 3_650 * 86_400_000

/**
 * Sets the demo up on an installation that has nothing yet, or points its sources at where the estate now listens. Does nothing
 * once the demo was removed, or where anything real is or was. Answers with the ids of the sources that want a sync.
 */
export async function ensureDemo(world: World, estate: DemoEstate): Promise<string[]> {
  if (!(await wantsDemo(world))) return []
  const there = await presentSources(world.db)
  for (const file of estate.files) {
    if (there.some((source) => source.name === file.name && source.lastCompleteAt)) continue
    await importFile(world, actor, { ...file, input: bytes(file.text), demo: true })
  }
  await addDemoRules(world.db, estate.rules)
  const ids: string[] = []
  for (const source of estate.sources) {
    const known = there.find(({ name }) => name === source.name)
    if (known) await repoint(world, known.id, source)
    ids.push(known?.id ?? (await addSource(world, actor, { ...source, demo: true })))
  }
  if (estate.tracker) await offerDemoTracker(world, actor, estate.tracker)
  await writeSetting(world.db, demoSetting, 'here')
  return ids
}

/** Whether demo data is here, whether somebody asked to have it back, and how far its clock is ahead (milliseconds). */
export async function demoState(world: Pick<World, 'db'>): Promise<{ here: boolean; asked: boolean; aheadMs: number }> {
  const [state, ahead] = await Promise.all([readSetting(world.db, demoSetting), readSetting(world.db, clockSetting)])
  return { here: state === 'here', asked: state === 'asked', aheadMs: typeof ahead === 'number' ? ahead : 0 }
}

/** Refuses where there is no demo, AppError 'conflict', saying so where it was removed. */
export async function requireDemo(world: Pick<World, 'db'>): Promise<void> {
  const state = await readSetting(world.db, demoSetting)
  if (state === 'here') return
  const why = state === 'removed' ? 'The demo was removed' : 'There is no demo data here'
  throw new AppError('conflict', `${why}, so there is no clock to move.`)
}

/** Whether the make-believe company is to run: until the demo is removed, and again when it is asked back; never where anything real is or was. */
export async function wantsDemo(world: Pick<World, 'db'>): Promise<boolean> {
  if ((await readSetting(world.db, demoSetting)) === 'removed') return false
  return !(await everHadSource(world.db, 'real'))
}

/**
 * Asks for the demo on an installation that holds nothing; whoever runs the make-believe company sets it up anew, its clock at now.
 * `world` is by the system's clock, as there is no demo whose clock it could be. Throws AppError 'conflict' where anything real is
 * or was here: the two are never mixed.
 */
export async function askForDemo(world: World, by: Actor): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    await lockSources(tx)
    if (await everHadSource(tx, 'any'))
      throw new AppError('conflict', 'There are sources or tokens here already. Demo data is never mixed with them.')
    await writeSetting(tx, demoSetting, 'asked')
    await record(tx, { actor: by, act: 'demo.asked-for', target: 'demo' }, world.now, world.auditKey)
  })
}

/** A sync that began meanwhile, or scores that are just written, cross the removal: it gives way and tries again, this often. */
const removals = 6

/**
 * Removes everything of the demo in one act: sources with their tokens and runs, owners, workloads, rules, and its clock. Syncs under way
 * are ended first. `world` is by the system's clock, which is the one that counts from then on.
 */
export async function removeDemo(world: World, by: Actor): Promise<void> {
  for (let left = removals; ; left -= 1) {
    await endDemoRuns(world.db, world.now)
    try {
      return await removeAtOnce(world, by)
    } catch (error) {
      if (left === 1 || !isCrossed(error)) throw error
    }
  }
}

async function removeAtOnce(world: World, by: Actor): Promise<void> {
  await world.db.prisma.$transaction(
    async (tx) => {
      const sources = await deleteDemo(tx)
      await writeSetting(tx, demoSetting, 'removed')
      await takeSetting(tx, clockSetting)
      await record(tx, { actor: by, act: 'demo.removed', target: 'demo', before: { sources } }, world.now, world.auditKey)
    },
    { timeout: 120_000 },
  )
}

/** Moves the demo's clock forward by so many milliseconds. Throws AppError 'conflict' where there is no demo. */
export async function advanceDemo(world: World, by: Actor, ms: number): Promise<Date> {
  await requireDemo(world)
  const { aheadMs } = await demoState(world)
  if (!Number.isSafeInteger(ms) || ms <= 0 || aheadMs + ms > mostAhead)
    throw new AppError('bad-input', 'The demo’s clock moves forward only, and at most ten years in all.')
  await world.db.prisma.$transaction(async (tx) => {
    await writeSetting(tx, clockSetting, aheadMs + ms)
    await record(tx, { actor: by, act: 'demo.advanced', target: 'demo', after: { aheadMs: aheadMs + ms } }, world.now, world.auditKey)
  })
  return new Date(world.now.getTime() + ms)
}

/** The estate may listen on another port after a restart. */
async function repoint(world: World, id: string, source: DemoEstate['sources'][number]): Promise<void> {
  const credential = world.seal(source.credential, credentialBinding(id))
  // A company of another version may let itself be read in another way.
  const way = wayOf(await connectorOf(source.kind), source.settings, source.credential)?.id ?? null
  await repointSource(world.db, id, { way, settings: source.settings as Json, credential }, world.now)
}

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text, 'utf8')
}
