import type { Readable } from 'node:stream'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { openAuditExport } from '../db/export-audit.ts'
import type { AuditEntryRow } from '../db/list-audit.ts'
import { transaction } from '../db/transaction.ts'
import { type AuditSearch, writeAuditSearch } from '../model/audit-search.ts'
import { guardedCell } from '../model/csv-cell.ts'
import type { Json } from '../model/json.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { clockFrom, csvFile } from './csv-file.ts'
import type { World } from './world.ts'

const columns = ['seq', 'at', 'actor', 'actor_id', 'act', 'target', 'before', 'after', 'prev_hash', 'hash'] as const

/** An export of the audit under way: its id in the audit, the file, and when its end is on record. */
export type AuditExport = { id: string; csv: Readable; recorded: Promise<void> }

/**
 * The matching entries as CSV (RFC 4180, UTF-8, instants in UTC), oldest first, with their hashes, so that they can be compared
 * with the audit later. Streams, and fails where the database does; destroying it ends the reading. That it was asked for is on
 * record before the first row is given out, and how many rows were once it has ended, whether whole or cut off, with the SHA-256 of a whole file. A person has two
 * exports at a time: AppError 'too-many' beyond.
 */
export async function exportAudit(world: World, viewer: Viewer, search: AuditSearch): Promise<AuditExport> {
  const id = uuid()
  const clock = clockFrom(world)
  const note = (act: string, after: Json) =>
    transaction(world.db.pool, (client) =>
      record(client, { actor: actorOf(viewer), act, target: `export:${id}`, after }, clock(), world.auditKey),
    )
  const { entries, close } = await openAuditExport(world.db, search, viewer.id)
  try {
    await note('audit.exported', { filter: String(writeAuditSearch(search)) })
  } catch (error) {
    await close()
    throw error
  }
  async function* cells() {
    for await (const entry of entries) yield cellsOf(entry)
  }
  const { csv, ended } = csvFile(columns, cells())
  const recorded = ended
    .then(async (outcome) => {
      await close()
      await note('audit.export-ended', outcome)
    })
    .catch((err: unknown) => world.log.error({ err, export: id }, 'the end of an export of the audit could not be recorded'))
  return { id, csv, recorded }
}

function cellsOf({ seq, at, actor, actorId, act, target, before, after, prevHash, hash }: AuditEntryRow): string[] {
  const texts = [
    actor,
    actorId ?? '',
    act,
    target,
    before === null ? '' : JSON.stringify(before),
    after === null ? '' : JSON.stringify(after),
  ]
  return [seq, at.toISOString(), ...texts.map(guardedCell), prevHash, hash]
}
