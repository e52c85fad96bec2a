import type { Metadata } from 'next'
import { datesWords, progressWords, waitingWords } from '@/components/campaigns/campaign-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { buttonLook, LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { currentPolicy } from '@/lib/db/policy.ts'
import type { CampaignLine } from '@/lib/model/campaign.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { CloseReview, EndSeries, MoveReview } from './end-forms.tsx'
import { findCampaign } from './find-campaign.ts'
import { ByOwner, ByTeam, ByToken } from './parts.tsx'

type CampaignPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: CampaignPageProps): Promise<Metadata> {
  await pageViewer('plans:read')
  return { title: `${(await findCampaign((await params).id)).name} · Reviews` }
}

const did: Readonly<Record<string, string>> = {
  started: 'The review is started. Each owner finds it among their tasks.',
  closed: 'The review is closed. Answers are not taken any more.',
  moved: 'Its date is another now. What is told of it from now on says so.',
  ended: 'No further review opens by itself.',
}

/** How far a review is, and what was answered. */
export default async function CampaignPage({ params, searchParams }: CampaignPageProps) {
  const viewer = await pageViewer('plans:read')
  const campaign = await findCampaign((await params).id)
  const query = await searchParams
  const { now } = await webWorld()
  const page = `/campaigns/${campaign.id}`
  const by = query.by === 'team' || query.by === 'token' ? query.by : 'owner'
  const said = typeof query.did === 'string' && Object.hasOwn(did, query.did) ? did[query.did] : undefined
  const tabs = [
    { href: page, label: 'By owner' },
    { href: `${page}?by=team`, label: 'By team' },
    { href: `${page}?by=token`, label: 'Tokens', count: campaign.tokens },
  ]
  const ground = { viewer, campaign, query, page, now }
  return (
    <>
      <p className="mb-2 text-table">
        <TextLink href="/campaigns" className="inline-flex min-h-11 items-center md:min-h-6">Reviews</TextLink>
      </p>
      <PageHead
        title={<span className="break-words">{campaign.name}</span>}
        says={
          <>
            <p>
              {progressWords(campaign)} {waitingWords(campaign)}
            </p>
            <p>{datesWords(campaign, now)}</p>
          </>
        }
        action={<a href={`/api/v1/campaigns/${campaign.id}/answers.csv`} className={buttonLook({ kind: 'quiet' })}>Export CSV</a>}
      />
      {said ? <Notice tone="success" role="status" className="mb-4" title={said} /> : null}
      <Disowned campaign={campaign} page={page} />
      <Acts viewer={viewer} campaign={campaign} now={now} />
      <Tabs label="The review" tabs={tabs} here={by === 'owner' ? page : `${page}?by=${by}`} />
      {by === 'owner' ? <ByOwner {...ground} /> : by === 'team' ? <ByTeam {...ground} /> : <ByToken {...ground} />}
    </>
  )
} // prettier-ignore

/** The unclaimed ones: somebody has to find out whose they are. Given an owner, they are asked of them. */
function Disowned({ campaign: { disowned, closedAt }, page }: { campaign: CampaignLine; page: string }) {
  if (disowned === 0 || closedAt) return null
  return (
    <Notice
      tone="warning"
      className="mb-4"
      title={`${counted(disowned, 'token')} ${disowned === 1 ? 'is' : 'are'} not theirs, say those who were asked.`}
    >
      <p>
        <TextLink href={`${page}?by=token&outcome=not-mine`}>See who said so, and whose {disowned === 1 ? 'it' : 'they'} may be</TextLink>.
        Give {disowned === 1 ? 'it' : 'them'} an owner on the token’s page: within the hour that owner is asked.
      </p>
    </Notice>
  )
}

async function Acts({ viewer, campaign, now }: { viewer: Viewer; campaign: CampaignLine & { followedBy: string | null }; now: Date }) {
  const { id, version, open, closedAt, nextAt, followedBy, query } = campaign
  const edits = may(viewer.role, 'plans:edit')
  const { db } = await webWorld()
  const { reviewMostDays } = (await currentPolicy(db.pool)).values
  const dayAt = (at: Date | number) => new Date(at).toISOString().slice(0, 10)
  const days = { today: dayAt(now), due: dayAt(campaign.dueAt), last: dayAt(now.getTime() + reviewMostDays * 86_400_000) }
  const carries = edits && closedAt && open > 0 && !followedBy
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      {edits && !closedAt ? <MoveReview id={id} version={version} days={days} says="Its owners see the new date in their task and are reminded before it. The reason stands on this page and in the audit." /> : null}
      {edits && !closedAt ? <CloseReview id={id} version={version} says={open > 0 ? `${counted(open, 'token')} ${open === 1 ? 'has' : 'have'} no answer and stay listed as unanswered. Answers cannot be changed any more.` : 'Answers cannot be changed any more.'} /> : null}
      {edits && nextAt ? <EndSeries id={id} version={version} says="This review stays as it is, and no other opens by itself after it." /> : null}
      {carries ? <LinkButton href={`/campaigns/new?carry=${id}`} kind="primary">Ask again for what is unanswered</LinkButton> : null}
      {followedBy ? <LinkButton href={`/campaigns/${followedBy}`}>Open the review that followed</LinkButton> : null}
      <TextLink href={`/tokens?${query}`} className="inline-flex min-h-11 items-center px-1 text-table md:min-h-8">What its filter finds today</TextLink>
    </div>
  )
} // prettier-ignore
