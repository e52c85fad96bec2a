import { randomBytes } from 'node:crypto'
import { freshDatabase } from '../../db/testing/database.ts'
import { demoOf } from '../../estate/demo.ts'
import { startEstate } from '../../estate/estate.ts'
import { readKeyRing } from '../../server/seal.ts'
import { openGround, worldFrom } from '../../server/world.ts'
import { giveActing } from '../acting-credential.ts'
import { ensureDemo } from '../demo.ts'
import { syncNow } from '../sync-now.ts'
import type { World } from '../world.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A make-believe AWS account that was synced once and may be acted on, over a database of its own. Close the estate after the tests. */
export async function actingEstate(key = randomBytes(32).toString('base64')) {
  const db = await freshDatabase()
  const estate = await startEstate({ tokens: 60, seed: 5, now: new Date() })
  const ground = await openGround({ db, keys: readKeyRing(key), log: silent, fetch })
  const world = async (signal?: AbortSignal): Promise<World> => ({
    ...(await worldFrom(ground, signal ? { signal } : {})),
    now: estate.control.now(),
  })
  await ensureDemo(await world(), { ...demoOf(estate), files: [], rules: [] })
  const aws = await db.prisma.source.findFirstOrThrow({ where: { kind: 'aws', name: { startsWith: 'AWS ' } } })
  await syncNow(aws.id, await world(), 'test')
  await giveActing(await world(), { kind: 'system', name: 'test' }, aws.id, estate.awsActionCredential)
  const keys = await db.prisma.token.findMany({ where: { kind: 'aws.access-key', state: 'live' }, orderBy: { id: 'asc' } })
  return { db, estate, world, source: aws, keys }
}
