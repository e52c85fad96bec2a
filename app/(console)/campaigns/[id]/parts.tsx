import { outcomeWord } from '@/components/campaigns/campaign-words.ts'
import { ProgressTable } from '@/components/campaigns/progress-table.tsx'
import { ReviewTable } from '@/components/campaigns/review-table.tsx'
import { ShowLinks } from '@/components/directory/show-links.tsx'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { listProgress, teamProgress, type Edge } from '@/lib/db/list-campaigns.ts'
import { listCampaignRows } from '@/lib/db/review-rows.ts'
import { countOf, reviewOutcomes, type CampaignLine } from '@/lib/model/campaign.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { edgeIn, hrefAt, isCount } from '../edge-in.ts'

type Ground = { viewer: Viewer; campaign: CampaignLine; query: RawQuery; page: string; now: Date }

/** Owners, those with most left first; those who may answer in their name are led to their task. */
export async function ByOwner({ viewer, campaign, query, page }: Ground) {
  const { db } = await webWorld()
  const { rows, previous, next } = await listProgress(db, viewer.scope, campaign.id, edgeIn(query, isCount))
  const acts = may(viewer.role, 'tasks:act')
  if (rows.length === 0) return <NobodyAsked />
  return (
    <>
      <ProgressTable of="owner" lines={rows} closed={campaign.closedAt !== null} hrefOf={acts ? ({ id }) => `/tasks/review/${id}` : null} />
      <Pages label="Pages of owners" path={page} query={{}} previous={previous} next={next} says={counted(rows.length, 'owner')} />
    </>
  )
}

/** The same by team. */
export async function ByTeam({ viewer, campaign, query, page }: Ground) {
  const { db } = await webWorld()
  const { rows, previous, next } = await teamProgress(db, viewer.scope, campaign.id, edgeIn(query, isCount))
  if (rows.length === 0) return <NobodyAsked />
  return (
    <>
      <ProgressTable of="team" lines={rows} closed={campaign.closedAt !== null} hrefOf={null} />
      <Pages
        label="Pages of teams"
        path={page}
        query={{ by: 'team' }}
        previous={previous}
        next={next}
        says={counted(rows.length, 'team')}
      />
    </>
  )
}

function NobodyAsked() {
  return <EmptyState title="Nobody is asked for anything in this review." />
}

/** Each token with its answer, or those of one answer. */
export async function ByToken({ viewer, campaign, query, page, now }: Ground) {
  const { db } = await webWorld()
  const outcome = reviewOutcomes.find((one) => one === query.outcome) ?? null
  const { rows, previous, next } = await listCampaignRows(db, viewer.scope, { campaignId: campaign.id, outcome, from: edgeIn(query, isCount) })
  const closed = campaign.closedAt !== null
  const counts = countOf(campaign)
  const shows = [
    { label: 'All', count: campaign.tokens, href: `${page}?by=token`, here: outcome === null },
    ...reviewOutcomes.map((one) => ({
      label: outcomeWord(one, closed),
      count: counts[one],
      href: `${page}?by=token&outcome=${one}`,
      here: outcome === one,
    })),
  ]
  return (
    <div className="flex flex-col gap-3">
      <ShowLinks label="Which tokens" shows={shows} />
      {rows.length === 0 ? <EmptyState title="No token counts as this." /> : <ReviewTable rows={rows} closed={closed} now={now} />}
      <Pages label="Pages of tokens" path={page} query={{ by: 'token', outcome }} previous={previous} next={next} says={counted(rows.length, 'token')} />
    </div>
  )
} // prettier-ignore

type PagesProps = {
  label: string
  path: string
  query: Readonly<Record<string, string | null>>
  previous: Edge | null
  next: Edge | null
  says: string
}

function Pages({ label, path, query, previous, next, says }: PagesProps) {
  if (!previous && !next) return null
  return (
    <div className="mt-3">
      <Pagination label={label} previous={hrefAt(path, query, previous)} next={hrefAt(path, query, next)} says={says} />
    </div>
  )
}
