import type { Db, Tx } from './db.ts'

/** Whether a source is or ever was here, of the real ones alone or of any: one that was removed has left its tokens. */
export async function everHadSource(db: Db | Tx, which: 'real' | 'any'): Promise<boolean> {
  const client = 'prisma' in db ? db.prisma : db
  const where = which === 'real' ? { demo: false } : {}
  return (await client.source.findFirst({ where, select: { id: true } })) !== null
}
