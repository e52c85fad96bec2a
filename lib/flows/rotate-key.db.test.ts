import { randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { verifyChain } from '../db/audit.ts'
import { keyIdsInUse } from '../db/sealed-rows.ts'
import { freshDatabase } from '../db/testing/database.ts'
import { readKeyRing, seal, type KeyRing } from '../server/seal.ts'
import { openGround, worldFrom } from '../server/world.ts'
import { channelBinding } from './hand-over.ts'
import { credentialBinding } from './open-credential.ts'
import { rotateKey } from './rotate-key.ts'
import { factorBinding } from './second-factor.ts'
import { trackerBinding } from './tracker.ts'
import type { World } from './world.ts'

const db = await freshDatabase()
const actor = { kind: 'system', name: 'test' } as const
const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const [old, both, fresh] = [readKeyRing(first), readKeyRing(`${second},${first}`), readKeyRing(second)]
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const sources = 1_000
const ana = '018f0000-0000-7000-8000-000000000001'

const worldWith = async (keys: KeyRing, signal?: AbortSignal): Promise<World> =>
  worldFrom(await openGround({ db, keys, log, fetch }), signal ? { signal } : {})

/** Opens every credential with these keys; throws at the first that does not open. */
async function openAll(world: World): Promise<number> {
  const rows = await db.prisma.sourceSecret.findMany()
  for (const row of rows) expect(world.unseal(row.sealed, credentialBinding(row.sourceId, row.purpose))).toEqual({ secret: row.sourceId })
  return rows.length
}

beforeAll(async () => {
  const world = await worldWith(old)
  const rows = Array.from({ length: sources }, () => uuid())
  await db.prisma.source.createMany({
    data: rows.map((id) => ({ id, kind: 'test', name: id, settings: {}, subject: id, createdAt: world.now })),
  })
  await db.prisma.sourceSecret.createMany({
    data: rows.map((id) => ({ sourceId: id, purpose: 'read', updatedAt: world.now, ...seal(old, { secret: id }, credentialBinding(id)) })),
  })
  await db.prisma.user.create({ data: { id: ana, email: 'ana@acme.example', name: 'Ana', role: 'analyst', createdAt: world.now } })
  await db.prisma.secondFactor.create({ data: { userId: ana, ...seal(old, 'of Ana', factorBinding(ana)) } })
  await db.prisma.channel.create({
    data: { kind: 'slack', address: 'https://x', changedAt: world.now, ...seal(old, { url: 'https://x/y' }, channelBinding('slack')) },
  })
  await db.prisma.tracker.create({
    data: {
      kind: 'jira', flavour: 'cloud', baseUrl: 'https://jira.example', projectKey: 'SEC', issueType: 'Task', changedAt: world.now,
      ...seal(old, 'of Jira', trackerBinding()),
    },
  }) // prettier-ignore
})

test('a start without the key that is asked for says which, and destroys nothing', async () => {
  await expect(worldWith(fresh)).rejects.toThrow(`sealed with key ${old.current}, and STANDDOWN_KEY holds key ${fresh.current}`)
  expect(await openAll(await worldWith(old))).toBe(sources)
})

test('interrupted anywhere, everything opens, and the next go does the rest', async () => {
  const stop = new AbortController()
  const world = await worldWith(both, stop.signal)
  let seals = 0
  const interrupted: World = {
    ...world,
    seal: (value, binding) => {
      seals += 1
      if (seals === 350) throw new Error('killed')
      return world.seal(value, binding)
    },
  }
  await expect(rotateKey(interrupted, actor)).rejects.toThrow('killed')
  const ids = (await keyIdsInUse(db)).toSorted()
  expect(ids).toEqual([old.current, fresh.current].toSorted())
  expect(await openAll(await worldWith(both))).toBe(sources)
  await expect(worldWith(fresh)).rejects.toThrow(old.current)
})

test('a thousand sources under new writes, in less than ten seconds; then the old key may go', async () => {
  const chainKey = (await worldWith(both)).auditKey
  const world = await worldWith(both)
  const began = performance.now()
  const rotating = rotateKey(world, actor)
  const one = await db.prisma.sourceSecret.findFirstOrThrow({ orderBy: { sourceId: 'desc' } })
  // A server that has not heard of the new key yet replaces a credential meanwhile; whichever comes last, it opens.
  await db.prisma.sourceSecret.updateMany({
    where: { sourceId: one.sourceId },
    data: seal(old, { secret: one.sourceId }, credentialBinding(one.sourceId)),
  })
  await rotating
  await rotateKey(world, actor)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(await keyIdsInUse(db)).toEqual([fresh.current])
  const after = await worldWith(fresh)
  const channel = await db.prisma.channel.findUniqueOrThrow({ where: { kind: 'slack' } })
  expect(after.unseal(channel.sealed ?? '', channelBinding('slack'))).toEqual({ url: 'https://x/y' })
  const tracker = await db.prisma.tracker.findUniqueOrThrow({ where: { kind: 'jira' } })
  expect(after.unseal(tracker.sealed, trackerBinding())).toBe('of Jira')
  const factor = await db.prisma.secondFactor.findUniqueOrThrow({ where: { userId: ana } })
  expect(after.unseal(factor.sealed, factorBinding(ana))).toBe('of Ana')
  expect(await openAll(after)).toBe(sources)
  // The audit's key was sealed again, not changed: the chain still holds.
  expect(after.auditKey.equals(chainKey)).toBe(true)
  expect(await verifyChain(db.pool, after.auditKey)).toMatchObject({ intact: true })
  expect(await db.prisma.audit.count({ where: { act: 'key.rotate', target: `key:${fresh.current}` } })).toBeGreaterThan(0)
  expect(await rotateKey(after, actor)).toMatchObject({ keyId: fresh.current, resealed: 0 })
})
