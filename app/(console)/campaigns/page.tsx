import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CampaignTable } from '@/components/campaigns/campaign-table.tsx'
import { ProgrammeTabs } from '@/components/plans/programme-tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { listCampaigns } from '@/lib/db/list-campaigns.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { edgeIn, hrefAt, isInstant } from './edge-in.ts'

export const metadata: Metadata = { title: 'Reviews · Programme' }

export default async function CampaignsPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:read')
  // An owner has theirs among their tasks; what others answered is not theirs to see.
  if (!viewer.scope.all) notFound()
  const from = edgeIn(await searchParams, isInstant)
  const { db, now } = await webWorld()
  const { rows, previous, next } = await listCampaigns(db, viewer.scope, from)
  const open = rows.filter(({ closedAt }) => closedAt === null).length
  const mayStart = may(viewer.role, 'plans:edit')
  const start = mayStart ? <LinkButton href="/campaigns/new" kind="primary">Start a review</LinkButton> : null
  return (
    <>
      <PageHead title="Programme" says={<p>{rows.length === 0 ? 'A review asks each owner whether their tokens are still needed.' : open === 0 ? 'No review is open.' : `${counted(open, 'review')} ${open === 1 ? 'is' : 'are'} open${from ? ' on this page' : ''}.`}</p>} action={rows.length > 0 ? start : null} />
      <ProgrammeTabs here="reviews" reviews />
      {rows.length === 0 ? (
        <EmptyState title="No review was started yet." action={start}>
          It is over a list of tokens, fixed as it starts, with a date. Each owner gets one task; answers are kept with who gave them and when.
        </EmptyState>
      ) : (
        <CampaignTable campaigns={rows} now={now} />
      )}
      {previous || next ? (
        <div className="mt-3">
          <Pagination label="Pages of reviews" previous={hrefAt('/campaigns', {}, previous)} next={hrefAt('/campaigns', {}, next)} says={counted(rows.length, 'review')} />
        </div>
      ) : null}
    </>
  )
} // prettier-ignore
