import type { Lacking } from '@/components/tokens/lacking-notice.tsx'
import type { DataFreshness } from '@/lib/db/data-freshness.ts'
import type { Db } from '@/lib/db/db.ts'
import { lackingGaps } from '@/lib/db/lacking-gaps.ts'

/** The sources that lack something, with what that is for those who may know. */
export async function lackingSources(db: Db, { lacking, named }: DataFreshness, told: boolean): Promise<Lacking[]> {
  const gaps = await lackingGaps(db, told ? lacking.map(({ id }) => id) : [])
  return lacking.map((source) => ({ ...source, lastCompleteAt: named.get(source.id)?.lastCompleteAt ?? null, missed: gaps.get(source.id) }))
}
