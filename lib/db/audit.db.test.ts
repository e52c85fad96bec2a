import { beforeEach, describe, expect, test } from 'vitest'
import type { Json } from '../model/json.ts'
import { record, verifyChain } from './audit.ts'
import { freshDatabase } from './testing/database.ts'
import { emptyAudit, tamper } from './testing/tamper.ts'
import { transaction } from './transaction.ts'

const db = await freshDatabase()
const key = Buffer.alloc(32, 7)
const now = new Date('2026-11-23T09:00:00.123Z')
const ana = { kind: 'user', id: 'u1', name: 'Ana' } as const

/** Entries written by turns through Prisma and through a raw connection: it is one chain. */
async function write(count: number, value: Json = 'x'): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const entry = { actor: ana, act: 'test.write', target: `thing:${index}`, before: null, after: { index, value } }
    if (index % 2 === 0) await db.prisma.$transaction((tx) => record(tx, entry, now, key))
    else await transaction(db.pool, (client) => record(client, entry, now, key))
  }
}

beforeEach(() => emptyAudit(db))

describe('the chain', () => {
  test('empty, and with entries, it is intact and without gaps', async () => {
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 0 })
    await write(9)
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 9 })
    const { rows } = await db.pool.query('select array_agg(seq::int order by seq) as seqs from audit')
    expect(rows).toEqual([{ seqs: [1, 2, 3, 4, 5, 6, 7, 8, 9] }])
  })

  test('keeps real time: an entry by a clock that runs ahead is written at the moment it is made', async () => {
    const before = Date.now()
    const at = async (when: Date) => {
      await transaction(db.pool, (client) => record(client, { actor: ana, act: 'a', target: 't' }, when, key))
      const { rows } = await db.pool.query<{ at: Date }>('select at from audit order by seq desc limit 1')
      return rows[0]?.at.getTime() ?? 0
    }
    const ahead = await at(new Date(before + 7 * 86_400_000))
    // The database's clock and this one may differ a little.
    expect(Math.abs(ahead - before)).toBeLessThan(60_000)
    expect(await at(now)).toBe(now.getTime())
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 2 })
  })

  test('two hundred at once wait for each other: no gap, no fork', async () => {
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        transaction(db.pool, (client) => record(client, { actor: ana, act: 'a', target: String(index) }, now, key)),
      ),
    )
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 200 })
  })

  test('more than one batch is read', async () => {
    await transaction(db.pool, async (client) => {
      for (let index = 0; index < 2_100; index += 1)
        await record(client, { actor: { kind: 'system', name: 'bulk' }, act: 'a', target: 't' }, now, key)
    })
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 2_100 })
    await tamper(db, `update audit set act = 'b' where seq = 2050`)
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: false, at: 2050n })
  })

  test.each([
    ['numbers that JSON may write in several ways', [0, -0, 0.1, 1e-7, 1e21, 123456789012345680000, -1.5, 1e300]],
    ['keys in any order, nested', { b: 1, a: { d: [{ z: 1, y: 2 }], c: null } }],
    ['letters of every kind', { text: 'Zoë 漢字 \u{1f511} "quoted" \\ \u2028 \u0007', '': 'empty name' }],
    ['what Postgres does not keep', { nul: 'a\0b', half: 'a\ud800b' }],
    ['things that are not there', { here: 1, gone: undefined, nothing: null }],
    ['a name that JavaScript knows', { constructor: 'x', toString: 'y' }],
  ] as [string, Json][])('reads back as it was written: %s', async (_, value) => {
    await write(2, value)
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 2 })
  })
})

describe('tampering is found, and where', () => {
  test.each([
    ['an edited value', `update audit set after = '{"index": 4, "value": "y"}' where seq = 5`, 5n],
    ['an edited actor', `update audit set actor = 'Eve' where seq = 5`, 5n],
    ['an edited actor id', `update audit set actor_id = 'u2' where seq = 5`, 5n],
    ['an edited target', `update audit set target = 'thing:x' where seq = 5`, 5n],
    ['an edited time', `update audit set at = at + interval '1 ms' where seq = 5`, 5n],
    ['an edited hash', `update audit set hash = repeat('a', 64) where seq = 5`, 5n],
    [
      'an edited hash with the next one told',
      `update audit set hash = repeat('a', 64) where seq = 5; update audit set prev_hash = repeat('a', 64) where seq = 6`,
      5n,
    ],
    ['the first one deleted', 'delete from audit where seq = 1', 1n],
    ['one in the middle deleted', 'delete from audit where seq = 5', 5n],
    [
      'one in the middle deleted and the rest moved up',
      'delete from audit where seq = 5; update audit set seq = -seq where seq > 5; update audit set seq = -seq - 1 where seq < 0',
      5n,
    ],
    ['two swapped', 'update audit set seq = -seq where seq in (4, 5); update audit set seq = 9 + seq where seq < 0', 4n],
    [
      'one inserted in the middle',
      `update audit set seq = -seq where seq >= 5; update audit set seq = 1 - seq where seq < 0;
      insert into audit select 5, at, actor, actor_id, act, 'thing:forged', before, after, prev_hash, hash from audit where seq = 6`,
      5n,
    ],
    [
      'one doubled at the end',
      'insert into audit select 10, at, actor, actor_id, act, target, before, after, prev_hash, hash from audit where seq = 9',
      10n,
    ],
    [
      'one forged at the end, without the key',
      `insert into audit select 10, at, actor, actor_id, act, 'forged', before, after, hash, repeat('b', 64) from audit where seq = 9;
      update audit_head set seq = 10, hash = repeat('b', 64)`,
      10n,
    ],
    ['the last one deleted, the head left', 'delete from audit where seq = 9', 9n],
    ['the head moved back', 'update audit_head set seq = 8', 9n],
  ])('%s', async (_, statements, at) => {
    await write(9)
    await tamper(db, statements)
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: false, at })
  })

  test('everything is found by whoever has the right key only', async () => {
    await write(3)
    expect(await verifyChain(db.pool, Buffer.alloc(32, 8))).toMatchObject({ intact: false, at: 1n })
  })

  test('what the chain cannot see by itself: an end cut off together with the head, which takes an anchor outside', async () => {
    await write(9)
    await tamper(db, 'delete from audit where seq > 6; update audit_head set seq = 6, hash = (select hash from audit where seq = 6)')
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 6 })
  })
})

describe('what was written stays', () => {
  test.each([
    `update audit set actor = 'Eve' where seq = 2`, `update audit set actor = actor`, 'delete from audit where seq = 3', 'delete from audit', 'truncate audit',
    'update audit set actor = actor where false', 'delete from audit_head', 'truncate audit_head', 'update audit_head set seq = seq - 1', 'update audit_head set one = 2',
    `insert into audit select * from audit where seq = 1 on conflict (seq) do update set actor = 'Eve'`,
    `merge into audit a using (select 1) x on a.seq = 1 when matched then delete`,
  ])('%s is refused, by the account that owns the table', async (statement) => {
    await write(3)
    await expect(db.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 3 })
  }) // prettier-ignore
})

describe('an audit that cannot be written stops the change', () => {
  const change = (rows: number) =>
    db.pool
      .query<{ n: number }>(`select count(*)::int as n from setting where name like 'u3.%'`)
      .then(({ rows: [row] }) => expect(row?.n).toBe(rows))

  test.each([
    ['the table refuses', `alter table audit add constraint broken check (false) not valid`, 'alter table audit drop constraint broken'],
    ['the table is away', 'alter table audit rename to audit_away', 'alter table audit_away rename to audit'],
    ['the head is away', 'alter table audit_head rename to audit_head_away', 'alter table audit_head_away rename to audit_head'],
  ])('%s: through Prisma and through a raw connection, nothing is changed', async (_, breakIt, mend) => {
    const entry = { actor: ana, act: 'a', target: 't' }
    await db.pool.query(breakIt)
    try {
      const byPrisma = db.prisma.$transaction(async (tx) => {
        await tx.setting.create({ data: { name: 'u3.prisma', value: 1 } })
        await record(tx, entry, now, key)
      })
      await expect(byPrisma).rejects.toThrow()
      const byHand = transaction(db.pool, async (client) => {
        await client.query(`insert into setting values ('u3.raw', '1')`)
        await record(client, entry, now, key)
      })
      await expect(byHand).rejects.toThrow()
      await change(0)
    } finally {
      await db.pool.query(mend)
    }
    await db.prisma.$transaction(async (tx) => {
      await tx.setting.create({ data: { name: 'u3.mended', value: 1 } })
      await record(tx, entry, now, key)
    })
    await change(1)
    await db.prisma.setting.deleteMany({ where: { name: 'u3.mended' } })
  })

  test('a change that fails after its entry leaves no entry', async () => {
    await expect(
      db.prisma.$transaction(async (tx) => {
        await record(tx, { actor: ana, act: 'a', target: 't' }, now, key)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await verifyChain(db.pool, key)).toMatchObject({ intact: true, entries: 0 })
  })
})
