import { namesOf } from '@/lib/db/directory-choices.ts'
import type { Db } from '@/lib/db/db.ts'
import type { RulePreview } from '@/lib/flows/preview-rule.ts'
import type { Verdict } from '@/lib/model/score.ts'

/** A preview as it is shown: names in place of ids. */
export type PreviewShown = Omit<RulePreview, 'examples'> & {
  examples: readonly { id: string; name: string; kind: string; owner: Move; workload: Move; verdict: { from: Verdict; to: Verdict } }[]
}
type Move = { from: string | null; to: string | null }

/** Names whom and what a preview moves. */
export async function previewShown(db: Db, preview: RulePreview): Promise<PreviewShown> {
  const ids = preview.examples.flatMap(({ owner, workload }) => [owner.from, owner.to, workload.from, workload.to])
  const names = await namesOf(db, [...new Set(ids.filter((id) => id !== null))])
  const named = ({ from, to }: Move): Move => ({ from: from && (names.get(from) ?? null), to: to && (names.get(to) ?? null) })
  return {
    ...preview,
    examples: preview.examples.map(({ id, name, kind, owner, workload, verdict }) => ({
      id,
      name,
      kind,
      owner: named(owner),
      workload: named(workload),
      verdict,
    })),
  }
}
