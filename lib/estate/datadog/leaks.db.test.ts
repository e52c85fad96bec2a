import { afterAll, expect, test } from 'vitest'
import { leakReaders } from '../../db/leak-readers.ts'
import { freshDatabase } from '../../db/testing/database.ts'
import { ensureDemo } from '../../flows/demo.ts'
import { syncNow } from '../../flows/sync-now.ts'
import { worldOver } from '../../flows/testing/world.ts'
import { demoOf } from '../demo.ts'
import { startEstate } from '../estate.ts'

const db = await freshDatabase()
const estate = await startEstate({ tokens: 41, seed: 7, now: new Date('2026-11-24T09:00:00Z') })
const worldAt = await worldOver(db)
const world = () => worldAt(estate.control.now().toISOString())
afterAll(() => estate.close())

test('a token that Datadog found leaked is matched by its id for certain, and is to be revoked; told again it is the same leak', async () => {
  const demo = demoOf(estate)
  const [id] = await ensureDemo(await world(), { ...demo, sources: demo.sources.filter(({ kind }) => kind === 'datadog'), files: [], rules: [] })
  for (const _ of [1, 2]) expect((await syncNow(id!, await world(), 'test')).state).toBe('complete')

  const told = await db.prisma.exposure.findMany({ include: { token: true } })
  expect(told.map(({ detector, certainty, matchedBy, foundIn, foundAt, token }) => [detector, certainty, matchedBy, foundIn, foundAt.toISOString(), token?.name])).toEqual([
    ['Datadog, of its own keys', 'certain', 'provider id', 'GitHub, a public repository', '2026-11-21T09:00:00.000Z', 'notebook of a data person'],
  ])
  const leaked = await db.prisma.token.findMany({ where: { exposure: { not: 'none' } } })
  expect(leaked.map(({ name, state, verdict, exposure }) => [name, state, verdict, exposure])).toEqual([
    ['notebook of a data person', 'live', 'revoke-now', 'confirmed'],
  ])
  expect(await leakReaders(db)).toEqual({ sources: 1, reading: 1 })
}) // prettier-ignore
