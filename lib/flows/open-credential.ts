import { record } from '../db/audit.ts'
import { readCredential } from '../db/read-credential.ts'
import { transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Source } from '../model/source.ts'
import type { Actor } from '../model/viewer.ts'
import type { SealBinding, World } from './world.ts'

/** What a source's credential is sealed for: it opens for no other source, purpose or column. */
export function credentialBinding(sourceId: string, purpose = 'read'): SealBinding {
  return { purpose: `source.${purpose}`, table: 'source_secret', row: `${sourceId}/${purpose}`, column: 'sealed' }
}

/**
 * Opens a source's credential for one use. The use is written into the audit first, in a transaction of its own: where the
 * audit cannot be written, no credential is opened. A source without one (a file) gets `{}`.
 */
export async function openCredential(world: World, source: Source, actor: Actor = { kind: 'system', name: 'worker' }): Promise<unknown> {
  const sealed = await readCredential(world.db, source.id)
  if (sealed === null) return {}
  await transaction(world.db.pool, (client) =>
    record(
      client,
      { actor, act: 'source.credential-used', target: `source:${source.id}`, after: { source: source.name } },
      world.now,
      world.auditKey,
    ),
  )
  const credential = world.unseal(sealed, credentialBinding(source.id))
  if (typeof credential !== 'object' || credential === null)
    throw new AppError('unavailable', `The credential of ${source.name} is not whole. Enter it again.`)
  return credential
}
