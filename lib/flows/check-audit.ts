import { z } from 'zod'
import { verifyChain } from '../db/audit.ts'
import { readSetting, writeSetting } from '../db/settings.ts'
import type { World } from './world.ts'

const setting = 'audit.checked'

/** What the last walk over the whole chain found: up to which entry, when, and what was wrong where. */
export const AuditChecked = z.object({ at: z.coerce.date(), intact: z.boolean(), entry: z.string(), problem: z.string().nullable() })
export type AuditChecked = z.infer<typeof AuditChecked>

/** Walks the audit's chain from its beginning and keeps what it found. It leaves no entry, as looking changes nothing. */
export async function checkAudit(world: World): Promise<AuditChecked> {
  const check = await verifyChain(world.db.pool, world.auditKey)
  const found = check.intact
    ? { at: world.now, intact: true, entry: String(check.entries), problem: null }
    : { at: world.now, intact: false, entry: String(check.at), problem: check.problem }
  await writeSetting(world.db, setting, { ...found, at: found.at.toISOString() })
  return found
}

/** What the last check found, or null where nobody has looked yet. */
export async function lastAuditCheck(world: Pick<World, 'db'>): Promise<AuditChecked | null> {
  const kept = AuditChecked.safeParse(await readSetting(world.db, setting))
  return kept.success ? kept.data : null
}
