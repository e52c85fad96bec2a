import type { Db } from '../db.ts'

/** Does to the audit what its triggers refuse, as somebody would who owns the tables: they are off for these statements. */
export async function tamper(db: Db, statements: string): Promise<void> {
  const tables = ['audit', 'audit_head']
  const turn = (how: 'disable' | 'enable') => tables.map((table) => `alter table ${table} ${how} trigger user`).join('; ')
  await db.pool.query(`${turn('disable')}; ${statements}; ${turn('enable')}`)
}

/** An audit in which nothing was written yet. */
export async function emptyAudit(db: Db): Promise<void> {
  await tamper(db, `truncate audit; update audit_head set seq = 0, hash = repeat('0', 64)`)
}
