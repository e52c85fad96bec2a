import { expect, test } from 'vitest'
import { schemaDiff } from '../../prisma/schema-diff.ts'
import { freshDatabase } from './testing/database.ts'

const db = await freshDatabase()

test('the migrations make what the schema says', async () => {
  expect(await schemaDiff(db.url), 'Write the difference as a migration: npm run migration -- NAME').toBe('')
})

test('a column that is missing is found', async () => {
  await db.pool.query('alter table rule drop column enabled')
  expect(await schemaDiff(db.url)).toContain('"enabled"')
})

const beyondPrisma: readonly [what: string, query: string][] = [
  ['staging is unlogged', `select relpersistence = 'u' as there from pg_class where relname = 'staged'`],
  [
    'search has its trigram index',
    `select count(*) = 1 as there from pg_indexes where indexname = 'token_text_idx' and indexdef like '%gin_trgm_ops%'`,
  ],
  [
    'reasons are found by an index',
    `select count(*) = 1 as there from pg_indexes where indexname = 'token_reasons_idx' and indexdef like '%USING gin (reasons)%'`,
  ],
  [
    'rescoring has its partial index',
    `select count(*) = 1 as there from pg_indexes where indexname = 'token_due_idx' and indexdef like '%WHERE%'`,
  ],
  [
    'a source has one running run',
    `select count(*) = 1 as there from pg_indexes where indexname = 'run_one_running_key' and indexdef like 'CREATE UNIQUE%'`,
  ],
  [
    'counts are kept by triggers',
    `select count(*) = 4 as there from pg_trigger where tgrelid = 'token'::regclass and tgname like 'token%facets'`,
  ],
  ['the audit has its beginning', `select hash = repeat('0', 64) as there from audit_head where one = 1 and seq = 0`],
]

test.each(beyondPrisma)('%s', async (_what, query) => {
  const { rows } = await db.pool.query<{ there: boolean }>(query)
  expect(rows[0]?.there).toBe(true)
})
