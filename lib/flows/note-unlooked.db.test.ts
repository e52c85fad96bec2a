import { expect, test } from 'vitest'
import { freshDatabase } from '../db/testing/database.ts'
import { importFile } from './import-file.ts'
import { worldOver } from './testing/world.ts'

const db = await freshDatabase()
const at = await worldOver(db)
const ana = { kind: 'user', id: '018f0000-0000-7000-8000-000000000001', name: 'Ana' } as const

async function bring(name: string, ids: readonly string[], now: string) {
  async function* input() {
    yield Buffer.from(['external_id,kind', ...ids.map((id) => `${id},x.key`)].join('\n'))
  }
  return importFile(await at(now), ana, { name, settings: { format: 'csv', covers: 'everything' }, input: input() })
}

test.each([
  ['as many as are named', 200, 0],
  ['one more than are named', 201, 1],
])('parts that nobody looked at: %s', async (name, parts, further) => {
  const ids = Array.from({ length: parts }, (_, i) => `${parts}-${i}`)
  const { sourceId } = await bring(name, [...ids, 'a'], '2026-11-23T09:00:00Z')
  await db.pool.query(
    `update token set observed = jsonb_set(observed, '{part}', to_jsonb('part ' || external_id)) where source_id = $1 and external_id <> 'a'`,
    [sourceId],
  )
  const { state, gaps } = await bring(name, ['a'], '2026-11-24T09:00:00Z')
  // Each is of a part: what was read whole is judged as ever.
  expect([state, new Set(gaps.map(({ part }) => part)).size, gaps.some(({ part }) => part === undefined)]).toEqual([
    'partial',
    parts,
    false,
  ])
  const others = Array.from({ length: further }, () => ['tokens of further parts', 'capped'])
  expect(gaps.slice(200).map(({ object, why }) => [object, why])).toEqual(others)
})
