import type { PoolClient } from 'pg'
import type { Json } from '../model/json.ts'
import type { Db, Tx } from './db.ts'
import { Prisma } from './generated/client.ts'

/** Milliseconds that the demo's clock is ahead of this machine's. */
export const demoClockSetting = 'demo.clock'

/** The value kept under a name, or undefined where there is none. Whoever asks parses it: a setting may be old. */
export async function readSetting(db: Db | Tx, name: string): Promise<Json | undefined> {
  const row = await client(db).setting.findUnique({ where: { name } })
  return row?.value as Json | undefined
}

/** Keeps a value under a name, whatever was there. */
export async function writeSetting(db: Db | Tx, name: string, value: Json): Promise<void> {
  const kept = value === null ? Prisma.JsonNull : (value as Prisma.InputJsonValue)
  await client(db).setting.upsert({ where: { name }, create: { name, value: kept }, update: { value: kept } })
}

/** Keeps a value under a name unless there is one already, and gives back the one that is kept: two who ask at once agree. */
export async function keepSetting(db: Db | Tx, name: string, value: Json): Promise<Json | undefined> {
  await client(db).setting.createMany({ data: [{ name, value: value as Prisma.InputJsonValue }], skipDuplicates: true })
  return readSetting(db, name)
}

function client(db: Db | Tx): Tx {
  return 'prisma' in db ? db.prisma : db
}

/** Removes a value that only one may have; says whether this was the one. Two at once wait for each other. */
export async function takeSetting(tx: Tx, name: string): Promise<boolean> {
  return (await tx.setting.deleteMany({ where: { name } })).count === 1
}

/** The same over a raw client, for work whose transaction is not Prisma's; null where there is none. */
export async function keptSetting(client: Pick<PoolClient, 'query'>, name: string): Promise<Json> {
  const { rows } = await client.query<{ value: Json }>('select value from setting where name = $1', [name])
  return rows[0]?.value ?? null
}

/** Keeps a value under a name over a raw client, whatever was there. */
export async function keepUnder(client: PoolClient, name: string, value: Json): Promise<void> {
  await client.query('insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [
    name,
    JSON.stringify(value),
  ])
}
