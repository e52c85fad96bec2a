import { spawn } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { AppError } from '../model/app-error.ts'
import { migrate } from './migrate.ts'
import { emptyDatabase } from './testing/database.ts'
import { until } from './testing/until.ts'

const ours = path.join(import.meta.dirname, '..', '..', 'prisma', 'migrations')
const program = path.join(import.meta.dirname, 'testing', 'migrate-once.ts')
const quiet = () => undefined
const work = await mkdtemp(path.join(tmpdir(), 'standdown-migrations-'))
afterAll(() => rm(work, { recursive: true, force: true }))

async function folderOf(name: string, migrations: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(work, name)
  for (const [each, sql] of Object.entries(migrations)) {
    await mkdir(path.join(folder, each), { recursive: true })
    await writeFile(path.join(folder, each, 'migration.sql'), sql)
  }
  return folder
}

async function query<T>(url: string, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows as T[]
  } finally {
    await client.end()
  }
}

const journal = (url: string) =>
  query<{ name: string; applied: boolean; rolledBack: boolean; logs: string | null }>(
    url,
    `select migration_name as name, finished_at is not null as applied, rolled_back_at is not null as "rolledBack", logs
     from _prisma_migrations order by started_at, migration_name`,
  )

async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`It was to be refused, and was not: ${String(error)}`)
  return error
}

function start(url: string, folder = ours): { applied: Promise<string[]>; kill(): void } {
  const child = spawn(process.execPath, [program, url, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (err += text))
  const applied = new Promise<string[]>((resolve, reject) =>
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(out) as string[]) : reject(new Error(`ended with ${code}: ${err}`)))),
  )
  return { applied, kill: () => child.kill('SIGKILL') }
}

describe('eight starts at once', () => {
  test.each([
    ['on an empty database', []],
    ['on a database of the first version', ['20261124000000_nouns']],
  ])('%s apply each migration once', async (_what, before) => {
    const url = await emptyDatabase()
    const old = await mkdtemp(path.join(work, 'old-'))
    for (const name of before) await cp(path.join(ours, name), path.join(old, name), { recursive: true })
    await migrate(url, quiet, old)
    const applied = (await Promise.all(Array.from({ length: 8 }, () => start(url).applied))).flat()
    const names = (await readdir(ours, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(applied.sort()).toEqual(names.filter((name) => !before.includes(name)).sort())
    expect((await journal(url)).map((row) => row.name).sort()).toEqual(names.sort())
    expect((await journal(url)).every((row) => row.applied && !row.rolledBack)).toBe(true)
  })
})

test('a file that was changed after it was applied is an error that names it, and nothing newer is applied', async () => {
  const url = await emptyDatabase()
  const folder = await folderOf('changed', { '20300101000000_one': 'create table one (n int);' })
  await migrate(url, quiet, folder)
  await appendFile(path.join(folder, '20300101000000_one', 'migration.sql'), ' -- a word more')
  await folderOf('changed', { '20300102000000_two': 'create table two (n int);' })
  const error = await refusal(migrate(url, quiet, folder))
  expect(error.code).toBe('conflict')
  expect(error.message).toContain(path.join('prisma', 'migrations', '20300101000000_one', 'migration.sql'))
  expect(await query(url, `select to_regclass('two') is null as absent`)).toEqual([{ absent: true }])
})

test('other line ends are the same file', async () => {
  const url = await emptyDatabase()
  const sql = 'create table lines (n int);\ncreate table ends (n int);\n'
  const folder = await folderOf('lines', { '20300101000000_lines': sql })
  await migrate(url, quiet, folder)
  await folderOf('lines', { '20300101000000_lines': sql.replaceAll('\n', '\r\n') })
  expect(await migrate(url, quiet, folder)).toEqual([])
})

test('a migration that fails leaves nothing, says where, and applies once it is mended', async () => {
  const url = await emptyDatabase()
  const name = '20300102000000_broken'
  const folder = await folderOf('broken', {
    '20300101000000_whole': 'create table whole (n int);',
    [name]: 'create table half (n int);\nalter table nowhere add column n int;\n',
  })
  const error = await refusal(migrate(url, quiet, folder))
  expect(error.message).toContain(path.join(name, 'migration.sql'))
  expect(error.message).toContain('"nowhere" does not exist')
  expect(await query(url, `select to_regclass('whole') is not null as whole, to_regclass('half') is not null as half`)).toEqual([
    { whole: true, half: false },
  ])
  expect(await journal(url)).toMatchObject([
    { applied: true },
    { name, applied: false, rolledBack: true, logs: expect.stringContaining('nowhere') as string },
  ])
  await folderOf('broken', { [name]: 'create table half (n int);' })
  expect(await migrate(url, quiet, folder)).toEqual([name])
})

test('a start that is killed in the middle of a migration leaves nothing, and the next one does it', async () => {
  const url = await emptyDatabase()
  const name = '20300101000000_long'
  const folder = await folderOf('killed', { [name]: 'create table long (n int); select pg_sleep(30);' })
  const killed = start(url, folder)
  const asleep = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`
  await until('the migration is in the middle', async () => (await query(url, asleep)).length === 1)
  killed.kill()
  await expect(killed.applied).rejects.toThrow()
  await folderOf('killed', { [name]: 'create table long (n int);' })
  expect(await migrate(url, quiet, folder)).toEqual([name])
  expect(await journal(url)).toMatchObject([{ name, applied: true }])
})

test('what another tool left unfinished is not touched: it says what to do', async () => {
  const url = await emptyDatabase()
  const folder = await folderOf('halted', { '20300101000000_one': 'create table one (n int);' })
  await migrate(url, quiet, folder)
  await query(url, 'update _prisma_migrations set finished_at = null')
  const error = await refusal(migrate(url, quiet, folder))
  expect(error.message).toContain('prisma migrate resolve')
  expect(error.message).toContain('20300101000000_one')
})

test('a database that a newer version migrated is used, with a word about it', async () => {
  const url = await emptyDatabase()
  const said: string[] = []
  await migrate(url, quiet, await folderOf('newer', { '20300101000000_one': 'select 1;', '20300102000000_two': 'select 1;' }))
  expect(await migrate(url, (line) => said.push(line), await folderOf('older', { '20300101000000_one': 'select 1;' }))).toEqual([])
  expect(said.join()).toContain('20300102000000_two')
})

test('checksums are those that Prisma makes', async () => {
  const url = await emptyDatabase()
  await migrate(url, quiet)
  const { createHash } = await import('node:crypto')
  for (const { name, checksum } of await query<{ name: string; checksum: string }>(
    url,
    'select migration_name as name, checksum from _prisma_migrations',
  )) {
    const file = await readFile(path.join(ours, name, 'migration.sql'))
    expect(checksum).toBe(createHash('sha256').update(file).digest('hex'))
  }
})

describe('what is there when a release is brought up to date', () => {
  const [plan, owner, event] = ['1', '2', '3'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`)
  const nobodys = '00000000-0000-4000-8000-000000000004'

  /** Lets rows of these tables stand by themselves: what they refer to need not be there. */
  const standing = (tables: readonly string[]) => `do $$ declare key record; begin
      for key in select conrelid::regclass as of, conname from pg_constraint where contype = 'f' and conrelid = any('{${tables.join()}}'::regclass[]) loop
        execute format('alter table %s drop constraint %I', key.of, key.conname);
      end loop; end $$;`

  /** A database as it was before a migration, filled by `fill`, and then brought up to date. */
  async function broughtUp(before: string, fill: (url: string) => Promise<unknown>): Promise<string> {
    const url = await emptyDatabase()
    const old = await mkdtemp(path.join(work, 'old-'))
    const names = (await readdir(ours, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    for (const name of names.filter((one) => one < before)) await cp(path.join(ours, name), path.join(old, name), { recursive: true })
    await migrate(url, quiet, old)
    await fill(url)
    await migrate(url, quiet, ours)
    return url
  }

  test('what was told of a plan names its owner, as it would be told now', async () => {
    const old = [`overdue:${plan}:1795000000000:2>email:bo@acme.example`, `due-soon:${plan}:1795000000000:7>slack`, `reopened:${plan}:1795000000000>webhook`, `date-decided:${event}>email:bo@acme.example`, `assigned:${plan}:${owner}:opened>slack`, `overdue:${nobodys}:1795000000000:0>slack`]
    const url = await broughtUp('20261127113842_message_receivers', (at) =>
      query(at, `${standing(['plan', 'message_item', 'token_end'])}
        insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at)
          select id, 'x', 'x', owner, 'x', 'owner', now(), 'x', now(), now(), now() from (values ('${plan}'::uuid, '${owner}'::uuid), ('${nobodys}', null)) p(id, owner);
        insert into message_item (key, message_id, reader, plan_id, facts)
          select key, gen_random_uuid(), 'owner', (case when key like '%${nobodys}%' then '${nobodys}' else '${plan}' end)::uuid, '{}' from unnest('{${old.join(',')}}'::text[]) key`))
    expect((await query<{ key: string }>(url, 'select key from message_item')).map(({ key }) => key).sort()).toEqual([
      `overdue:${plan}:${owner}:1795000000000:2>email:bo@acme.example`, `due-soon:${plan}:${owner}:1795000000000:7>slack`, `reopened:${plan}:${owner}:1795000000000>webhook`, `date-decided:${event}:${owner}>email:bo@acme.example`, `assigned:${plan}:${owner}:opened>slack`, `overdue:${nobodys}:nobody:1795000000000:0>slack`,
    ].sort())
  })

  test('what a token ends with belongs to the Jira that is set up only where it was tied since that was last changed', async () => {
    const url = await broughtUp('20261127113500_which_jira', (at) =>
      query(at, `${standing(['plan', 'message_item', 'token_end'])}
        insert into tracker (kind, flavour, base_url, project_key, issue_type, key_id, sealed, changed_at) values ('jira', 'cloud', 'https://jira.example', 'SEC', 'Task', 'k', 's', '2026-11-20');
        insert into token_end (token_id, kind, tied_by, tied_by_id, tied_at)
          select gen_random_uuid(), kind, 'x', gen_random_uuid(), tied from (values ('ticket', '2026-11-19'::timestamptz), ('ticket', '2026-11-20'), ('date', '2026-11-21')) e(kind, tied)`))
    expect(await query(url, 'select base_url as at from token_end order by tied_at')).toEqual([{ at: null }, { at: 'https://jira.example' }, { at: null }])
  })
}) // prettier-ignore
