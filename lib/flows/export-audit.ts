import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { record } from '../db/audit.ts'
import { walkAudit } from '../db/list-audit.ts'
import { transaction } from '../db/transaction.ts'
import { type AuditSearch, writeAuditSearch } from '../model/audit-search.ts'
import { guardedCell } from '../model/csv-cell.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import type { World } from './world.ts'

const columns = ['seq', 'at', 'actor', 'actor_id', 'act', 'target', 'before', 'after', 'prev_hash', 'hash'] as const

/**
 * The matching entries as CSV (RFC 4180, UTF-8, instants in UTC), oldest first, with their hashes, so that they can be compared
 * with the audit later. Streams; the export is itself an entry, written before the first row is given out.
 */
export async function exportAudit(world: World, viewer: Viewer, search: AuditSearch): Promise<Readable> {
  const after = { filter: String(writeAuditSearch(search)) }
  await transaction(world.db.pool, (client) =>
    record(client, { actor: actorOf(viewer), act: 'audit.exported', target: 'audit', after }, world.now, world.auditKey),
  )
  const lines = stringify({ header: true, columns: [...columns], record_delimiter: 'windows', quoted_match: /[\r\n]/ })
  return Readable.from(rows(world, search)).pipe(lines)
}

async function* rows(world: World, search: AuditSearch): AsyncGenerator<readonly string[]> {
  for await (const { seq, at, actor, actorId, act, target, before, after, prevHash, hash } of walkAudit(world.db, search)) {
    const texts = [
      actor,
      actorId ?? '',
      act,
      target,
      before === null ? '' : JSON.stringify(before),
      after === null ? '' : JSON.stringify(after),
    ]
    yield [seq, at.toISOString(), ...texts.map(guardedCell), prevHash, hash]
  }
}
