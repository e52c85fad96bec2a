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

/** The credential a source acts with, opened for one use, which is written into the audit first; null where it may not act. */
export async function openActing(world: World, source: Source, actor: Actor): Promise<unknown> {
  const sealed = await readCredential(world.db, source.id, 'action')
  return sealed === null ? null : opened(world, source, sealed, actor, 'action')
}

/**
 * Opens a source's credential for one use. The use is written into the audit first, in a transaction of its own: where the
 * audit cannot be written, no credential is opened. A source without one (a file) gets `{}`.
 */
export async function openCredential(world: World, source: Source, actor: Actor = { kind: 'system', name: 'worker' }): Promise<unknown> {
  const sealed = await readCredential(world.db, source.id)
  return sealed === null ? {} : opened(world, source, sealed, actor, 'read')
}

const uses = { read: 'source.credential-used', action: 'source.acting-used' } as const

async function opened(world: World, source: Source, sealed: string, actor: Actor, purpose: 'read' | 'action'): Promise<object> {
  await transaction(world.db.pool, (client) =>
    record(client, { actor, act: uses[purpose], target: `source:${source.id}`, after: { source: source.name } }, world.now, world.auditKey),
  )
  const credential = world.unseal(sealed, credentialBinding(source.id, purpose))
  if (typeof credential !== 'object' || credential === null)
    throw new AppError('unavailable', `The credential of ${source.name} is not whole. Enter it again.`)
  return credential
}
