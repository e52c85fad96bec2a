import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { readSetting, writeSetting } from '../db/settings.ts'
import { Prisma } from '../db/generated/client.ts'
import { AppError } from '../model/app-error.ts'
import type { Actor } from '../model/viewer.ts'
import { addSource } from './add-source.ts'
import { importFile } from './import-file.ts'
import { credentialBinding } from './open-credential.ts'
import type { World } from './world.ts'

/** A make-believe source to connect, or a make-believe file to import, before anything real is there. */
export type DemoEstate = {
  sources: readonly { kind: string; name: string; settings: Readonly<Record<string, unknown>>; credential: unknown; everyMinutes: number }[]
  files: readonly { name: string; settings: unknown; text: string }[]
  rules: readonly { name: string; condition: object; ownerKey: string | null; workloadKey: string | null }[]
}

const demoSetting = 'demo'
const clockSetting = 'demo.clock'
const actor: Actor = { kind: 'system', name: 'demo' }
const mostAhead = 3_650 * 86_400_000

/**
 * Sets the demo up on an installation that has nothing yet, or points its sources at where the estate now listens. Does nothing
 * once the demo was removed or anything real is there. Answers with the ids of the sources that want a sync.
 */
export async function ensureDemo(world: World, estate: DemoEstate): Promise<string[]> {
  if ((await readSetting(world.db, demoSetting)) === 'removed') return []
  const there = await world.db.prisma.source.findMany({
    where: { removedAt: null },
    select: { id: true, name: true, kind: true, demo: true, lastCompleteAt: true },
  })
  if (there.some((source) => !source.demo)) return []
  for (const file of estate.files) {
    if (there.some((source) => source.name === file.name && source.lastCompleteAt)) continue
    await importFile(world, actor, { ...file, input: bytes(file.text), demo: true })
  }
  await addRules(world, estate)
  const ids: string[] = []
  for (const source of estate.sources) {
    const known = there.find(({ name }) => name === source.name)
    if (known) await repoint(world, known.id, source)
    ids.push(known?.id ?? (await addSource(world, actor, { ...source, demo: true })))
  }
  await writeSetting(world.db, demoSetting, 'here')
  return ids
}

/** Whether demo data is here, and how far its clock is ahead (milliseconds). */
export async function demoState(world: Pick<World, 'db'>): Promise<{ here: boolean; aheadMs: number }> {
  const [state, ahead] = await Promise.all([readSetting(world.db, demoSetting), readSetting(world.db, clockSetting)])
  return { here: state === 'here', aheadMs: typeof ahead === 'number' ? ahead : 0 }
}

/** Removes everything of the demo in one act: sources with their tokens and runs, owners, workloads, rules, and its clock. */
export async function removeDemo(world: World, by: Actor): Promise<void> {
  await world.db.prisma.$transaction(
    async (tx) => {
      const sources = await tx.source.deleteMany({ where: { demo: true } })
      await tx.$executeRaw`delete from staged s where not exists (select 1 from run r where r.id = s.run_id)`
      await tx.rule.deleteMany({ where: { demo: true } })
      await tx.workload.deleteMany({ where: { demo: true } })
      await tx.owner.deleteMany({ where: { demo: true } })
      await tx.permissionSet.deleteMany({ where: { tokens: { none: {} }, issuers: { none: {} } } })
      await tx.permissionDocument.deleteMany({})
      await tx.setting.upsert({
        where: { name: demoSetting },
        create: { name: demoSetting, value: 'removed' },
        update: { value: 'removed' },
      })
      await tx.setting.deleteMany({ where: { name: clockSetting } })
      await record(tx, { actor: by, act: 'demo.removed', target: 'demo', before: { sources: sources.count } }, new Date(), world.auditKey)
    },
    { timeout: 120_000 },
  )
}

/** Moves the demo's clock forward by so many milliseconds. Throws AppError 'conflict' where there is no demo. */
export async function advanceDemo(world: World, by: Actor, ms: number): Promise<Date> {
  const { here, aheadMs } = await demoState(world)
  if (!here) throw new AppError('conflict', 'There is no demo data here, so there is no clock to move.')
  if (!Number.isSafeInteger(ms) || ms <= 0 || aheadMs + ms > mostAhead)
    throw new AppError('bad-input', 'The demo’s clock moves forward only, and at most ten years in all.')
  await world.db.prisma.$transaction(async (tx) => {
    await tx.setting.upsert({
      where: { name: clockSetting },
      create: { name: clockSetting, value: aheadMs + ms },
      update: { value: aheadMs + ms },
    })
    await record(tx, { actor: by, act: 'demo.advanced', target: 'demo', after: { aheadMs: aheadMs + ms } }, world.now, world.auditKey)
  })
  return new Date(world.now.getTime() + ms)
}

async function addRules(world: World, { rules }: DemoEstate): Promise<void> {
  if (await world.db.prisma.rule.count({ where: { demo: true } })) return
  for (const [position, rule] of rules.entries()) {
    const owner = rule.ownerKey ? await world.db.prisma.owner.findUnique({ where: { key: rule.ownerKey } }) : null
    const workload = rule.workloadKey ? await world.db.prisma.workload.findUnique({ where: { key: rule.workloadKey.toLowerCase() } }) : null
    if (!owner && !workload) continue
    await world.db.prisma.rule.create({
      data: {
        id: uuid(),
        position,
        name: rule.name,
        condition: rule.condition as Prisma.InputJsonValue,
        ownerId: owner?.id ?? null,
        workloadId: workload?.id ?? null,
        demo: true,
      },
    })
  }
}

/** The estate may listen on another port after a restart. */
async function repoint(world: World, id: string, source: DemoEstate['sources'][number]): Promise<void> {
  const { keyId, sealed } = world.seal(source.credential, credentialBinding(id))
  await world.db.prisma.source.update({
    where: { id },
    data: {
      settings: source.settings as Prisma.InputJsonValue,
      secrets: { updateMany: { where: { purpose: 'read' }, data: { keyId, sealed, updatedAt: world.now } } },
    },
  })
}

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text, 'utf8')
}
