import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { configure } from 'safe-stable-stringify'
import type { Json } from '../model/json.ts'
import type { Actor } from '../model/viewer.ts'
import type { Tx } from './db.ts'
import { Prisma } from './generated/client.ts'

/** Something worth remembering: who did what to what, and the values before and after. Never a secret, sealed or not. */
export type AuditEntry = { actor: Actor; act: string; target: string; before?: Json; after?: Json }

/** What the chain says of itself. `at` is the sequence number of the first entry that is not as it was written. */
export type ChainCheck = { intact: true; entries: number; head: string } | { intact: false; at: bigint; problem: string }

type Row = {
  seq: bigint
  at: Date
  actor: string
  actor_id: string | null
  act: string
  target: string
  before: Json
  after: Json
  prev_hash: string
  hash: string
}

type Run = <T>(sql: Prisma.Sql) => Promise<T[]>

const genesis = '0'.repeat(64)
const batch = 2_000
const canonical = configure({ circularValue: Error, bigint: false, deterministic: true })

/**
 * Writes one entry into the chain. Call it last in the transaction of what it records, through a Prisma transaction or a raw
 * client alike: it locks the chain's head until the commit, and if it fails the change fails with it. The audit keeps real time: what was done
 * by the demo's clock, which runs ahead, is written at the moment that the database's own clock shows.
 */
export async function record(tx: Tx | ClientBase, entry: AuditEntry, now: Date, key: Buffer): Promise<void> {
  const run = runner(tx)
  const [head] = await run<{ seq: string | bigint; hash: string; at: Date }>(
    Prisma.sql`insert into audit_head (one, seq, hash) values (1, 0, ${genesis}) on conflict (one) do update set seq = audit_head.seq
      returning seq, hash, least(${now.toISOString()}::timestamptz, clock_timestamp()) as at`,
  )
  if (!head) throw new Error('The audit has no head.')
  const row = { ...columns(entry), seq: BigInt(head.seq) + 1n, at: head.at, prev_hash: head.hash }
  const hash = hashOf(row, key)
  await run(
    Prisma.sql`with written as (
        insert into audit (seq, at, actor, actor_id, act, target, before, after, prev_hash, hash)
        values (${row.seq}::bigint, ${row.at.toISOString()}::timestamptz, ${row.actor}, ${row.actor_id}, ${row.act}, ${row.target},
          ${asJson(row.before)}::jsonb, ${asJson(row.after)}::jsonb, ${row.prev_hash}, ${hash}) returning seq)
      update audit_head set seq = written.seq, hash = ${hash} from written where one = 1`,
  )
}

/**
 * Walks the whole chain in batches and finds the first entry that was edited, removed, swapped, inserted or doubled. What it
 * cannot see is an end that was cut off or rewritten together with the head: that needs an anchor outside this database.
 */
export async function verifyChain(db: Pool | ClientBase, key: Buffer): Promise<ChainCheck> {
  let seq = 0n
  let hash = genesis
  for (;;) {
    const { rows } = await db.query<Row & { seq: string }>(
      'select seq, at, actor, actor_id, act, target, before, after, prev_hash, hash from audit where seq > $1 order by seq limit $2',
      [String(seq), batch],
    )
    for (const found of rows) {
      const row: Row = { ...found, seq: BigInt(found.seq) }
      if (row.seq !== seq + 1n) return { intact: false, at: seq + 1n, problem: `Entry ${seq + 1n} is missing.` }
      if (!same(row.prev_hash, hash)) return { intact: false, at: row.seq, problem: `Entry ${row.seq} does not follow the one before it.` }
      if (!same(row.hash, hashOf(row, key))) return { intact: false, at: row.seq, problem: `Entry ${row.seq} is not as it was written.` }
      seq = row.seq
      hash = row.hash
    }
    if (rows.length < batch) break
  }
  const { rows } = await db.query<{ seq: string; hash: string }>('select seq, hash from audit_head where one = 1')
  const head = rows[0] ?? { seq: '0', hash: genesis }
  if (BigInt(head.seq) !== seq || !same(head.hash, hash)) {
    const at = BigInt(head.seq) > seq ? seq + 1n : seq
    return { intact: false, at, problem: `The audit says it ends at entry ${head.seq}, and it ends at ${seq}.` }
  }
  return { intact: true, entries: Number(seq), head: hash }
}

function columns({
  actor,
  act,
  target,
  before,
  after,
}: AuditEntry): Pick<Row, 'actor' | 'actor_id' | 'act' | 'target' | 'before' | 'after'> {
  const actorId = actor.kind === 'user' ? actor.id : null
  return { actor: clean(actor.name), actor_id: actorId, act, target: clean(target), before: plain(before), after: plain(after) }
}

/** Keyed, so that whoever can write to the table cannot write a chain of their own. */
function hashOf(row: Omit<Row, 'hash'>, key: Buffer): string {
  const { prev_hash, seq, at, ...rest } = row
  const entry = canonical({
    seq: String(seq),
    at: at.toISOString(),
    actor: rest.actor,
    actorId: rest.actor_id,
    act: rest.act,
    target: rest.target,
    before: rest.before,
    after: rest.after,
  })
  return createHmac('sha256', key)
    .update(prev_hash)
    .update('\n')
    .update(entry ?? '')
    .digest('hex')
}

/** Exactly what JSON in the database will give back, so that the hash of what was written is the hash of what is read. */
function plain(value: Json | undefined): Json {
  if (value === undefined || value === null) return null
  return JSON.parse(canonical(value, (_name, item: unknown) => (typeof item === 'string' ? clean(item) : item)) ?? 'null') as Json
}

/** Postgres keeps neither NUL nor half a surrogate pair, and an audit that refuses a name would refuse the change. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

function asJson(value: Json): string | null {
  return value === null ? null : JSON.stringify(value)
}

function same(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}

function runner(tx: Tx | ClientBase): Run {
  if ('$queryRaw' in tx) return <T>(sql: Prisma.Sql) => tx.$queryRaw<T[]>(sql)
  return async <T>(sql: Prisma.Sql) => (await tx.query(sql.text, [...sql.values])).rows as T[]
}
