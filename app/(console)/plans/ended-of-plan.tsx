import { Notice } from '@/components/ui/notice.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { endsOfPlan } from '@/lib/db/token-ends.ts'
import { verbsOf } from '@/lib/flows/verbs-of.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { isDueToDisable } from '@/lib/retirement/token-end.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

const shown = 10

/** What of a plan's tokens has ended and why, and which of them are due to be disabled by agreement. */
export async function EndedOfPlan({ viewer, plan }: { viewer: Viewer; plan: PlanDetail }) {
  if (plan.closedAt) return null
  const ends = await endsOfPlan((await webWorld()).db, viewer.scope, plan.id)
  if (ends.length === 0) return null
  const due = []
  for (const end of ends) if (isDueToDisable(end, { ...end, canDisable: (await verbsOf(end.sourceKind, end.tokenKind)).includes('disable') })) due.push(end)
  return (
    <Notice tone="info" title={ends.length === 1 ? 'What it ends with has ended.' : `${ends.length} of its tokens have ended.`}>
      <ul className="flex flex-col gap-1">
        {ends.slice(0, shown).map(({ tokenId, name, endedSays }) => (
          <li key={tokenId} className="break-words">
            {name}: {endedSays}
          </li>
        ))}
        {ends.length > shown ? <li>{ends.length - shown} more.</li> : null}
      </ul>
      {due.map(({ tokenId, name, agreedBy, agreedAt, endedAt }) => (
        <p key={tokenId} className="break-words">
          {name} is due to be disabled since {endedAt ? exactly(endedAt) : 'now'}, as {agreedBy} agreed on {agreedAt ? exactly(agreedAt) : 'a day'}. What was asked of its provider stands on its page.
        </p>
      ))}
    </Notice>
  )
} // prettier-ignore
