import { leakWantsWords } from '@/components/plans/leak-steps.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { ContainPart } from '../exposures/contain-part.tsx'

/** What the leak of a plan wants now, before anything that its owner may do; and how it is cut off, from here or by hand. */
export function LeakNow({ viewer, plan, now }: { viewer: Viewer; plan: PlanDetail; now: Date }) {
  const mine = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId)
  const left = plan.members.filter(({ state }) => state === 'live').map(({ id }) => id)
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-[72ch] font-medium">{leakWantsWords(plan, mine, now)}</p>
      {left.length > 0 ? <ContainPart viewer={viewer} tokenIds={left} planId={plan.id} /> : null}
      {plan.leaks.length > 0 && may(viewer.role, 'exposures:read') ? (
        <ul aria-label="Its leaks" className="flex flex-col gap-1">
          {plan.leaks.slice(0, 5).map(({ id, foundIn, token }) => (
            <li key={id} className="break-words">
              <TextLink href={`/exposures/${id}`} className="inline-flex min-h-11 items-center md:min-h-6">
                {`The leak of ${token?.name ?? 'its token'}`}
              </TextLink>{' '}
              <span className="text-text-2">found in {foundIn}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
