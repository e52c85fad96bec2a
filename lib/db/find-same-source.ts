import type { Tx } from './db.ts'

/** The source that has this name, or reads the same subject by the same connector, or null. Any number of files may share a subject. */
export async function findSameSource(
  tx: Pick<Tx, 'source'>,
  { kind, name, subject }: { kind: string; name: string; subject: string },
): Promise<{ id: string; kind: string; name: string; demo: boolean } | null> {
  return tx.source.findFirst({
    where: { removedAt: null, OR: [{ name }, ...(kind === 'file' ? [] : [{ kind, subject }])] },
    select: { id: true, kind: true, name: true, demo: true },
  })
}
