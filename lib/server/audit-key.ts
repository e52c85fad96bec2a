import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { auditKeySetting, settingBinding } from '../db/sealed-rows.ts'
import { keepSetting, readSetting } from '../db/settings.ts'
import { seal, unseal, type KeyRing } from './seal.ts'

const SealedKey = z.object({ sealed: z.string() })
const binding = settingBinding(auditKeySetting)

/**
 * The key of the audit's chain, kept sealed: rotating STANDDOWN_KEY seals it again and never changes it, or the chain would
 * break. The first start makes it; several at once agree on one. Throws AppError('unavailable') with the key ids it asks for
 * where STANDDOWN_KEY cannot open it.
 */
export async function auditKey(db: Db, ring: KeyRing): Promise<Buffer> {
  const kept =
    (await readSetting(db, auditKeySetting)) ??
    (await keepSetting(db, auditKeySetting, seal(ring, randomBytes(32).toString('base64'), binding)))
  return Buffer.from(z.string().parse(unseal(ring, SealedKey.parse(kept).sealed, binding)), 'base64')
}
