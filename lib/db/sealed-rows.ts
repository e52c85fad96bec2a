import { z } from 'zod'
import type { Db, Tx } from './db.ts'
import { Prisma } from './generated/client.ts'

/** Where a sealed value rests. */
export type SealedPlace =
  | { table: 'source_secret'; sourceId: string; purpose: string }
  | { table: 'setting'; name: string }
  | { table: 'second_factor'; userId: string }
  | { table: 'channel'; kind: string }
  | { table: 'tracker'; kind: string }
export type SealedRow = { place: SealedPlace; keyId: string; sealed: string }

const Kept = z.object({ keyId: z.string(), sealed: z.string() })
const batch = 200

/** Settings that are sealed: the key of the audit's chain. */
export const auditKeySetting = 'audit.key'
const sealedSettings: readonly string[] = [auditKeySetting]

/** The ids of all keys that something in the database is sealed with. */
export async function keyIdsInUse(db: Db): Promise<string[]> {
  const secrets = await db.prisma.sourceSecret.findMany({ distinct: ['keyId'], select: { keyId: true } })
  const settings = await db.prisma.setting.findMany({ where: { name: { in: [...sealedSettings] } } })
  const factors = await db.prisma.secondFactor.findMany({ distinct: ['keyId'], select: { keyId: true } })
  const channels = await db.prisma.channel.findMany({ where: { keyId: { not: null } }, distinct: ['keyId'], select: { keyId: true } })
  const trackers = await db.prisma.tracker.findMany({ distinct: ['keyId'], select: { keyId: true } })
  return [
    ...new Set(
      [...secrets, ...factors, ...channels, ...trackers]
        .flatMap((row) => row.keyId ?? [])
        .concat(settings.map((row) => Kept.parse(row.value).keyId)),
    ),
  ]
}

/** Some of what is sealed with another key than this, its rows locked until the transaction ends; none left is an empty list. */
export async function lockSealedElsewhere(tx: Tx, keyId: string): Promise<SealedRow[]> {
  const secrets = await tx.$queryRaw<{ source_id: string; purpose: string; key_id: string; sealed: string }[]>`
    select source_id, purpose, key_id, sealed from source_secret where key_id <> ${keyId}
    order by source_id, purpose limit ${batch} for update`
  const settings = await tx.$queryRaw<{ name: string; value: unknown }[]>`
    select name, value from setting where name = any(${sealedSettings}::text[]) and value ->> 'keyId' <> ${keyId} order by name for update`
  const factors = await tx.$queryRaw<{ user_id: string; key_id: string; sealed: string }[]>`
    select user_id, key_id, sealed from second_factor where key_id <> ${keyId} order by user_id limit ${batch} for update`
  const channels = await tx.$queryRaw<{ kind: string; key_id: string; sealed: string }[]>`
    select kind, key_id, sealed from channel where key_id <> ${keyId} and sealed is not null order by kind for update`
  const trackers = await tx.$queryRaw<{ kind: string; key_id: string; sealed: string }[]>`
    select kind, key_id, sealed from tracker where key_id <> ${keyId} order by kind for update`
  return [
    ...secrets.map(({ source_id: sourceId, purpose, key_id: keyId, sealed }) => ({
      place: { table: 'source_secret', sourceId, purpose } as const,
      keyId,
      sealed,
    })),
    ...settings.map(({ name, value }) => ({ place: { table: 'setting', name } as const, ...Kept.parse(value) })),
    ...factors.map(({ user_id: userId, key_id: keyId, sealed }) => ({ place: { table: 'second_factor', userId } as const, keyId, sealed })),
    ...channels.map(({ kind, key_id: keyId, sealed }) => ({ place: { table: 'channel', kind } as const, keyId, sealed })),
    ...trackers.map(({ kind, key_id: keyId, sealed }) => ({ place: { table: 'tracker', kind } as const, keyId, sealed })),
  ]
}

/**
 * Puts values that were sealed anew where the old ones were, in a statement a table: with one a row, a busy database took longer over a
 * batch than a transaction may.
 */
export async function replaceSealed(tx: Tx, rows: readonly SealedRow[]): Promise<void> {
  const anew = JSON.stringify(rows.map(({ place, keyId, sealed }) => ({ ...place, keyId, sealed })))
  const from = Prisma.sql`jsonb_to_recordset(${anew}::jsonb) as r("table" text, "sourceId" uuid, purpose text, "userId" uuid, name text, kind text, "keyId" text, sealed text)`
  const statements = {
    source_secret: Prisma.sql`update source_secret s set key_id = r."keyId", sealed = r.sealed from ${from} where r."table" = 'source_secret' and s.source_id = r."sourceId" and s.purpose = r.purpose`,
    setting: Prisma.sql`update setting s set value = jsonb_build_object('keyId', r."keyId", 'sealed', r.sealed) from ${from} where r."table" = 'setting' and s.name = r.name`,
    second_factor: Prisma.sql`update second_factor f set key_id = r."keyId", sealed = r.sealed from ${from} where r."table" = 'second_factor' and f.user_id = r."userId"`,
    channel: Prisma.sql`update channel c set key_id = r."keyId", sealed = r.sealed from ${from} where r."table" = 'channel' and c.kind = r.kind`,
    tracker: Prisma.sql`update tracker k set key_id = r."keyId", sealed = r.sealed from ${from} where r."table" = 'tracker' and k.kind = r.kind`,
  } satisfies Record<SealedPlace['table'], Prisma.Sql>
  let kept = 0
  for (const table of new Set(rows.map(({ place }) => place.table))) kept += await tx.$executeRaw(statements[table])
  // Whoever goes on until nothing is left would go on for ever.
  if (kept !== rows.length) throw new Error(`${rows.length} values were sealed anew, and ${kept} were kept: nothing was changed.`)
} // prettier-ignore

/** What a sealed setting is bound to. */
export function settingBinding(name: string): { purpose: string; table: string; row: string; column: string } {
  return { purpose: 'setting', table: 'setting', row: name, column: 'value' }
}
