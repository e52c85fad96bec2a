import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { importFile } from '../flows/import-file.ts'
import { worldOver } from '../flows/testing/world.ts'
import type { Scope } from '../model/viewer.ts'
import { ensureOwnerReads, ownerRole, readByOwners, withheldFromOwners } from './owner-reads.ts'
import { isSecondLockOn, ownerSettings, scoped } from './scoped.ts'
import { freshDatabase } from './testing/database.ts'
import { transaction } from './transaction.ts'

const db = await freshDatabase()
const actor = { kind: 'user', id: randomUUID(), name: 'Ana' } as const
const owners: Record<'ana' | 'ben', string> = { ana: '', ben: '' }

beforeAll(async () => {
  const at = await worldOver(db)
  const bring = async (name: string, settings: object, text: string) => {
    async function* input() {
      yield Buffer.from(text)
    }
    const run = await importFile(await at('2026-11-23T09:00:00.000Z'), actor, { name, settings: { format: 'csv', covers: 'everything', ...settings }, input: input() }) // prettier-ignore
    expect(run.problem).toBeNull()
  }
  await bring('people', { rows: 'owners', covers: 'part' }, 'key,kind,name,email,status\nana,person,Ana,ana@acme.example,active\nben,person,Ben,ben@acme.example,active\n') // prettier-ignore
  await bring('works', { rows: 'workloads', covers: 'part' }, 'key,name,sensitivity,agent\npay,Payments,4,none\nbot,Helper,1,autonomous\n')
  const header = 'external_id,kind,name,lifecycle,scope,owner,workload\n'
  await bring(
    'vault',
    { rows: 'tokens' },
    `${header}a1,vault.token,of ana,active,6:4,ana@acme.example,pay\na2,vault.token,of nobody,active,6:4,,\n`,
  )
  await bring('crm', { rows: 'tokens' }, `${header}b1,crm.token,of ben,active,3:2,ben@acme.example,bot\n`)
  for (const name of ['ana', 'ben'] as const)
    owners[name] = (await db.pool.query<{ id: string }>('select id from owner where key = $1', [name])).rows[0]?.id ?? ''
  await db.pool.query(`insert into "grant" (set_hash, ordinal, service, action, resource, level, reach, conditions, source, because)
    select hash, 7, 's', 'a', 'r', 1, 1, '{}', 'x', 'y' from permission_set`)
  await db.pool.query(`insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by)
    select gen_random_uuid(), id, 'open', 'a repository', now(), 'yes', 'hash', 'user:x' from token`)
  await db.pool.query(`insert into stated_fact (id, token_id, fact, value, note, stated_by_id, stated_by, stated_at, review_at)
    select gen_random_uuid(), id, 'binding', '"bearer"', 'seen', gen_random_uuid(), 'x', now(), now() from token`)
  for (const column of ['token', 'workload', 'source'])
    await db.pool.query(`insert into control (id, type, ${column}_id, evidence, evidenced_at, expires_at, stated_by)
      select gen_random_uuid(), 'vaulting', id, 'seen', now(), now() + interval '1 year', 'user:x' from ${column}`)
  await db.pool
    .query(`insert into plan (id, title, recipe, owner_id, stage, waiting_on, opened_at, opened_by, policy_due_at, due_at, looked_at)
    select gen_random_uuid(), name, 'x', owner_id, 'draft', 'owner', now(), 'x', now(), now(), now() from token`)
  await db.pool.query(
    `insert into plan_token (plan_id, token_id, added_at, verdict, risk, base) select p.id, t.id, now(), t.verdict, t.risk, t.base from plan p join token t on t.name = p.title`,
  )
  await db.pool.query(
    `insert into plan_event (id, plan_id, at, kind, detail) select gen_random_uuid(), id, now(), 'opened', '{}' from plan`,
  )
  await db.pool.query(
    `insert into ticket (plan_id, marker, made, by, by_id, at) select id, id::text, true, 'x', gen_random_uuid(), now() from plan`,
  )
  await db.pool.query(
    `insert into token_end (token_id, kind, job, tied_by, tied_by_id, tied_at) select id, 'job', id::text, 'x', gen_random_uuid(), now() from token`,
  )
  await db.pool
    .query(`insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at)
    select gen_random_uuid(), 'ordinary', 'approved', name, 'x', 'x', gen_random_uuid(), now(), now(), now() from token`)
  await db.pool.query(
    `insert into exception_token (exception_id, token_id, verdict, reason) select x.id, t.id, t.verdict, t.reason from exception x join token t on t.name = x.reason`,
  )
  await db.pool.query(
    `insert into provider_act (id, request_id, token_id, source_id, verb, state, reason, exposed, asked_by, asked_at)
     select gen_random_uuid(), gen_random_uuid(), t.id, t.source_id, 'disable', 'asked', 'x', false, 'x', now() from token t`,
  )
  await db.pool.query(
    `insert into exception_control (exception_id, type, evidence, evidenced_at, expires_at) select id, 'network', 'seen', now(), now() from exception`,
  )
  await db.pool.query(
    `insert into campaign (id, name, query, started_at, started_by, due_at) select gen_random_uuid(), name, '', now(), 'x', now() from token`,
  )
  await db.pool.query(
    `insert into campaign_task (id, campaign_id, owner_id) select gen_random_uuid(), c.id, t.owner_id from campaign c join token t on t.name = c.name`,
  )
  await db.pool.query(
    `insert into campaign_token (campaign_id, token_id, task_id, place, verdict, risk) select c.id, t.id, k.id, 1, t.verdict, t.risk
     from campaign c join token t on t.name = c.name join campaign_task k on k.campaign_id = c.id`,
  )
})

/** Runs as the role, with whatever settings, the way an injected or forgotten condition would: no `where` of ours. */
const asRole = (settings: string, query: string) =>
  transaction(db.pool, async (client) => (await client.query(settings), client.query(query)))

const ofAna = (): Scope => ({ all: false, ownerIds: [owners.ana] })

/** Every row of a readable table that the role gets, as text. */
async function seen(table: string, settings: string): Promise<string[]> {
  const columns = readByOwners[table]
  const list = columns === 'all' ? '*' : (columns ?? []).map((column) => `"${column}"`).join(', ')
  const { rows } = await asRole(settings, `select row_to_json(r)::text as row from (select ${list} from "${table}") r order by 1`)
  return rows.map(({ row }: { row: string }) => row)
}

describe('as the role that owners’ reads run as', () => {
  it.each(Object.keys(readByOwners))('of %s one owner’s rows come and nobody else’s', async (table) => {
    const mine = await seen(table, ownerSettings([owners.ana]))
    const theirs = await seen(table, ownerSettings([owners.ben]))
    expect(mine.length).toBeGreaterThan(0)
    expect(theirs.length).toBeGreaterThan(0)
    expect(mine.filter((row) => theirs.includes(row))).toEqual([])
    expect(mine.join()).not.toMatch(/of ben|of nobody|crm|Helper|Ben/)
    const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from "${table}"`)
    expect(rows[0]?.n).toBeGreaterThanOrEqual(mine.length + theirs.length)
  })

  it.each(Object.keys(readByOwners))(
    'of %s nothing comes without a setting, with an empty one, or for somebody who owns nothing',
    async (table) => {
      for (const settings of [`set local role ${ownerRole}`, ownerSettings([]), ownerSettings([randomUUID()])])
        expect(await seen(table, settings), settings).toEqual([])
    },
  )

  it('a setting left by an earlier transaction of the same connection is gone', async () => {
    const client = new Client({ connectionString: db.url })
    client.on('error', () => undefined)
    await client.connect()
    await client.query(`begin; ${ownerSettings([owners.ana])}; commit`)
    await client.query(`begin; set local role ${ownerRole}`)
    expect((await client.query('select id from token')).rows).toEqual([])
    await client.end()
  })

  it.each(Object.keys(withheldFromOwners))('%s cannot be read at all', async (table) => {
    await expect(asRole(ownerSettings([owners.ana]), `select 1 from "${table}"`)).rejects.toThrow(/permission denied/)
  })

  it.each([
    ['a source’s settings', 'select settings from source'],
    ['what a run met', 'select gaps from run'],
    ['the names by which files know people', 'select key from owner'],
    ['a view over everybody', "select * from pg_stats where tablename = 'token' and attname = 'name'"],
  ])('%s: nothing', async (_what, query) => {
    const answer = await asRole(ownerSettings([owners.ana]), query).then(
      ({ rows }) => rows,
      (error: Error) => error.message,
    )
    expect([expect.stringContaining('permission denied'), []]).toContainEqual(answer)
  })

  it.each([
    `update token set name = 'x'`, `delete from token`, `insert into event select * from event`, `truncate token`, `update control set evidence = 'x'`,
    `create table mine (id int)`, `alter table token disable row level security`, `select * from token for update`, `drop policy own on token`,
  ])('%s is refused', async (query) => {
    await expect(asRole(ownerSettings([owners.ana]), query)).rejects.toThrow(/permission denied|must be owner/)
  }) // prettier-ignore
})

describe('scoped', () => {
  it('shows an owner their rows even where a query forgot whose it is for', async () => {
    const names = await scoped(
      db,
      ofAna(),
      async (reader) => (await reader.query<{ name: string }>('select name from token order by 1')).rows,
    )
    expect(names).toEqual([{ name: 'of ana' }])
    const all = await scoped(db, { all: true }, async (reader) => (await reader.query('select name from token')).rowCount)
    expect(all).toBe(3)
  })

  it('answers several questions at once, and gives the connection back as it was', async () => {
    const one = await scoped(db, ofAna(), (reader) =>
      Promise.all(['token', 'workload', 'source'].map(async (table) => (await reader.query(`select id from ${table}`)).rowCount)),
    )
    expect(one).toEqual([1, 1, 1])
    for (let again = 0; again < 12; again += 1) expect((await db.pool.query('select id from token')).rowCount).toBe(3)
  })

  it('writes nothing, and goes on after a question that failed', async () => {
    await expect(scoped(db, ofAna(), (reader) => reader.query(`update token set name = 'x'`))).rejects.toThrow(
      /read-only|permission denied/,
    )
    await expect(scoped(db, ofAna(), (reader) => reader.query('select nothing from token'))).rejects.toThrow(/does not exist/)
    expect((await db.pool.query('select id from token')).rowCount).toBe(3)
  })

  it('refuses an id that is none before it reaches the database', () => {
    expect(() => ownerSettings([`x'; reset role; --`])).toThrow()
    expect(() => ownerSettings([''])).toThrow()
  })
})

describe('the catalogue', () => {
  it('has a decision for every table: a policy and columns, or none and a reason', async () => {
    const { rows } = await db.pool.query<{ table: string; on: boolean; policies: string[]; columns: string[]; more: boolean }>(
      `select c.relname as table, c.relrowsecurity as on,
         coalesce((select array_agg(polcmd::text) from pg_policy where polrelid = c.oid and polroles = '{0}'), '{}') as policies,
         coalesce((select array_agg(attname::text) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
           and has_column_privilege('${ownerRole}', c.oid, attnum, 'select')), '{}') as columns,
         has_table_privilege('${ownerRole}', c.oid, 'insert, update, delete, truncate, references, trigger') as more
       from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace = 'public'::regnamespace`,
    )
    const undecided = rows.map(({ table }) => table).filter((table) => !(table in readByOwners) && !(table in withheldFromOwners))
    expect(undecided, 'Say in lib/db/owner-reads.ts what owners may read of it, or why nothing.').toEqual([])
    for (const { table, on, policies, columns, more } of rows) {
      const readable = readByOwners[table]
      expect({ table, more }).toEqual({ table, more: false })
      if (!readable) expect({ table, columns }).toEqual({ table, columns: [] })
      else expect({ table, on, policies }).toEqual({ table, on: true, policies: ['r'] })
      if (readable && readable !== 'all') expect(columns.toSorted()).toEqual([...readable].toSorted())
    }
    const there = new Set(rows.map(({ table }) => table))
    expect([...Object.keys(readByOwners), ...Object.keys(withheldFromOwners)].filter((table) => !there.has(table))).toEqual([])
  })

  it('gives back what somebody took or added, at the next start', async () => {
    const said: string[] = []
    const client = new Client({ connectionString: db.url })
    client.on('error', () => undefined)
    await client.connect()
    await client.query(
      `revoke all on token, source from ${ownerRole}; grant select, delete on session to ${ownerRole}; grant select on source to ${ownerRole}`,
    )
    await ensureOwnerReads(client, (line) => said.push(line))
    await expect(asRole(ownerSettings([owners.ana]), 'select settings from source')).rejects.toThrow(/permission denied/)
    expect(await seen('token', ownerSettings([owners.ana]))).toHaveLength(1)
    await expect(asRole(ownerSettings([owners.ana]), 'select 1 from session')).rejects.toThrow(/permission denied/)
    await client.query('set default_transaction_read_only = on')
    await ensureOwnerReads(client, (line) => said.push(line))
    await client.end()
    expect(said).toEqual([])
    expect(await isSecondLockOn(db.pool)).toBe(true)
  })
})
