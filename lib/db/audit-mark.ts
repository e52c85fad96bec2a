import type { Db } from './db.ts'
import type { Reader } from './scoped.ts'

/**
 * The audit's newest entry, as a page carries it: what comes after it was done after the page was read. Read it before the
 * rows. Entries are numbered as their transactions end, so that none slips in behind a mark.
 */
export async function auditMark(db: Pick<Db, 'pool'>): Promise<string> {
  return readMark(db.pool)
}

/** The same inside a transaction or a read. */
export async function readMark(reader: Reader): Promise<string> {
  const { rows } = await reader.query<{ seq: string }>('select seq::text from audit_head where one = 1')
  return rows[0]?.seq ?? '0'
}
