import type { AuditSearch } from '../model/audit-search.ts'
import type { Db } from './db.ts'
import { exportConnection } from './export-connection.ts'
import { walkAudit } from './list-audit.ts'

/**
 * The matching entries on a connection of their own, for a file; `close` ends that and the holder's turn, and what is still asked
 * of it fails. Throws AppError 'too-many' where the holder has as many exports under way as anybody may.
 */
export async function openAuditExport(
  db: Db,
  search: AuditSearch,
  holder: string,
): Promise<{ entries: ReturnType<typeof walkAudit>; close(): Promise<void> }> {
  const client = await exportConnection(db, holder)
  return { entries: walkAudit(client, search), close: () => client.end().catch(() => undefined) }
}
