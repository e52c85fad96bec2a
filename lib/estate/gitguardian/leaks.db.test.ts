import { afterAll, expect, test } from 'vitest'
import { leakReaders } from '../../db/leak-readers.ts'
import { revocationTimes } from '../../db/revocation-times.ts'
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

test('incidents name tokens of the company’s GitLab, one that works and one that does not, and a person’s of GitHub that works', async () => {
  const demo = demoOf(estate)
  const sources = demo.sources.filter(({ kind }) => ['github', 'gitlab', 'gitguardian'].includes(kind))
  const ids = await ensureDemo(await world(), { ...demo, sources, files: [], rules: [] })
  for (const id of ids) expect((await syncNow(id, await world(), 'test')).state).toBe('complete')

  const told = await db.prisma.exposure.findMany({
    where: { detector: { startsWith: 'GitGuardian' } },
    include: { token: true },
    orderBy: { foundAt: 'desc' },
  })
  expect(told.map(({ detector, certainty, stillValid, token }) => [detector, certainty, stillValid, token?.name ?? null])).toEqual([
    ['GitGuardian: GitLab Token', 'certain', 'yes', 'lake release'],
    ['GitGuardian: GitHub Fine-Grained Personal Access Token', 'certain', 'yes', 'shelf-labels-laptop'],
    ['GitGuardian: Slack Bot Token', 'none', 'not-reported', null],
    ['GitGuardian: GitLab Token', 'certain', 'no', 'export by hand'],
    ['GitGuardian: Generic Password', 'none', 'not-reported', null],
  ])
  const leaked = await db.prisma.token.findMany({ where: { exposure: { not: 'none' } }, orderBy: { name: 'asc' } })
  expect(leaked.map(({ name, state, verdict, exposure }) => [name, state, verdict, exposure])).toEqual([
    ['export by hand', 'disabled', expect.any(String), 'confirmed'],
    ['lake release', 'live', 'revoke-now', 'confirmed'],
    ['shelf-labels-laptop', 'live', 'revoke-now', 'confirmed'],
  ])
  expect(await db.prisma.exposure.count({ where: { detector: { startsWith: 'GitLab' } } })).toBe(2)
  // What was off at the first sync took no time that anybody could tell, and nothing is exposed later than one of its places was.
  expect((await revocationTimes(db, { all: true }, estate.control.now())).filter(({ start, done }) => start === 'leak' && done > 0)).toEqual([])
  expect(await db.prisma.$queryRaw`select x.found_in from exposure x where exists (select from jsonb_array_elements(x.places) p where (p ->> 'at')::timestamptz < x.exposed_at)`).toEqual([])
  expect(await leakReaders(db)).toEqual({ sources: 3, reading: 3 })
}) // prettier-ignore
