import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import { freshDatabase } from './testing/database.ts'
import { tokenDetail } from './token-detail.ts'

const db = await freshDatabase()
const at = await worldOver(db)

async function bring(when: string, covers: 'everything' | 'part', names: readonly string[]): Promise<void> {
  async function* input() {
    yield Buffer.from(['external_id,kind,name,binding', ...names.map((name) => `${name},vault.token,${name},bearer`)].join('\n'))
  }
  const asked = { name: covers, settings: { format: 'csv', rows: 'tokens', covers }, input: input() }
  await importFile(await at(when), { kind: 'user', id: randomUUID(), name: 'Ana' }, asked)
}

async function importedAt(source: string, name: string): Promise<string | undefined> {
  const { id } = await db.prisma.token.findFirstOrThrow({ where: { name, source: { name: source } } })
  return (await tokenDetail(db, { all: true }, id)).importedAt?.toISOString()
}

const [first, second] = ['2026-11-02T09:00:00.000Z', '2026-11-20T09:00:00.000Z']

test('a later file that has not the token is not said to list it', async () => {
  await bring(first, 'part', ['one', 'other'])
  await bring(second, 'part', ['other', 'new'])
  expect([await importedAt('part', 'one'), await importedAt('part', 'new')]).toEqual([first, second])
})

test('nor is any file of one that is missing since', async () => {
  await bring(first, 'everything', ['one', 'other'])
  await bring(second, 'everything', ['other'])
  expect(await importedAt('everything', 'one')).toBeUndefined()
})
