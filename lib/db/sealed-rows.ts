import { z } from 'zod'
import type { Db, Tx } from './db.ts'
import type { Prisma } from './generated/client.ts'

/** A sealed value with what it is bound to: it opens with nothing else. */
export type SealedRow = { binding: { purpose: string; table: string; row: string; column: string }; keyId: string; sealed: string }

const Kept = z.object({ keyId: z.string(), sealed: z.string() })
const batch = 200

/** Settings that are sealed, each under its name: the key of the audit's chain. */
export const auditKeySetting = 'audit.key'
const sealedSettings = [auditKeySetting] as const

/** What a source's credential is bound to; `purpose` as in its row, 'read' or 'action'. */
export function sourceSecretBinding(sourceId: string, purpose: string): SealedRow['binding'] {
  return { purpose, table: 'source_secret', row: sourceId, column: 'sealed' }
}

/** What a sealed setting is bound to. */
export function settingBinding(name: string): SealedRow['binding'] {
  return { purpose: 'setting', table: 'setting', row: name, column: 'value' }
}

/** The ids of all keys that something in the database is sealed with. */
export async function keyIdsInUse(db: Db | Tx): Promise<string[]> {
  const client = 'prisma' in db ? db.prisma : db
  const secrets = await client.sourceSecret.findMany({ distinct: ['keyId'], select: { keyId: true } })
  const settings = await client.setting.findMany({ where: { name: { in: [...sealedSettings] } } })
  return [...new Set([...secrets.map((row) => row.keyId), ...settings.map((row) => Kept.parse(row.value).keyId)])]
}

/** Some of what is sealed with another key than this, its rows locked until the transaction ends; none left is an empty list. */
export async function lockSealedElsewhere(tx: Tx, keyId: string): Promise<SealedRow[]> {
  const secrets = await tx.$queryRaw<{ source_id: string; purpose: string; key_id: string; sealed: string }[]>`
    select source_id, purpose, key_id, sealed from source_secret where key_id <> ${keyId}
    order by source_id, purpose limit ${batch} for update`
  const settings = await tx.$queryRaw<{ name: string; value: unknown }[]>`
    select name, value from setting where name = any(${[...sealedSettings]}::text[]) and value ->> 'keyId' <> ${keyId} order by name for update`
  return [
    ...secrets.map((row) => ({ binding: sourceSecretBinding(row.source_id, row.purpose), keyId: row.key_id, sealed: row.sealed })),
    ...settings.map((row) => ({ binding: settingBinding(row.name), ...Kept.parse(row.value) })),
  ]
}

/** Puts a value sealed anew where the old one was. */
export async function replaceSealed(tx: Tx, { binding }: SealedRow, to: { keyId: string; sealed: string }): Promise<void> {
  if (binding.table === 'setting') {
    await tx.setting.update({ where: { name: binding.row }, data: { value: to satisfies Prisma.InputJsonValue } })
    return
  }
  await tx.sourceSecret.update({ where: { sourceId_purpose: { sourceId: binding.row, purpose: binding.purpose } }, data: to })
}
