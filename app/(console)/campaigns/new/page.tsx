import type { Metadata } from 'next'
import { askingWords } from '@/components/campaigns/campaign-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { currentPolicy } from '@/lib/db/policy.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { askedCampaign, viewsToReview, type AskedCampaign, type ViewChoice } from './asked-campaign.ts'
import { StartForm } from './start-form.tsx'

export const metadata: Metadata = { title: 'Start a review · Programme' }

/** Which tokens, until when? Starts nothing: its button does. */
export default async function NewCampaignPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:edit')
  const query = await searchParams
  const views = await viewsToReview(viewer)
  const asked = await askedCampaign(viewer, query, views).catch((error: unknown) => {
    if (error instanceof AppError) return error
    throw error
  })
  const { db, now } = await webWorld()
  const { reviewUsualDays, reviewMostDays } = (await currentPolicy(db.pool)).values
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  return (
    <>
      <p className="mb-2 text-table">
        <TextLink href="/campaigns">Reviews</TextLink>
      </p>
      <PageHead
        title="Start a review"
        says={
          <p>
            {asked && !(asked instanceof AppError)
              ? askingWords(asked.preview)
              : 'Choose the tokens that their owners are to be asked about.'}
          </p>
        }
      />
      {asked instanceof AppError ? <Unusable error={asked} /> : null}
      <Choose views={views} here={typeof query.view === 'string' ? query.view : ''} />
      {asked && !(asked instanceof AppError) ? (
        <Asked asked={asked} days={{ tomorrow: day(1), usual: day(reviewUsualDays), last: day(reviewMostDays) }} />
      ) : null}
    </>
  )
}

function Unusable({ error }: { error: AppError }) {
  return (
    <Notice tone="error" role="alert" title={error.message} className="mb-4">
      {error.issues.map(({ where, what }) => (
        <p key={`${where} ${what}`} className="break-words">
          {where}: {what}
        </p>
      ))}
    </Notice>
  )
}

function Choose({ views, here }: { views: readonly ViewChoice[]; here: string }) {
  const options = views.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <form action="/campaigns/new" aria-label="Which tokens" className="mb-6 flex max-w-[40rem] flex-wrap items-end gap-2">
      <SelectField
        name="view"
        label="Which tokens"
        hint="A view of the token list. For another filter, narrow the list, select all that match, and choose “Start a review”."
        options={here === '' ? [{ value: '', label: 'Choose a view' }, ...options] : options}
        defaultValue={here}
        required
        className="min-w-60 flex-1"
      />
      <Button type="submit">Show what it asks</Button>
    </form>
  )
}

function Asked({ asked, days }: { asked: AskedCampaign; days: { tomorrow: string; usual: string; last: string } }) {
  if (asked.preview.tokens === 0)
    return <EmptyState title="There is nothing to review here." action={<LinkButton href={`/tokens?${asked.search}`}>Show the list</LinkButton>} />
  return (
    <>
      <p className="mb-4 text-table">
        <TextLink href={`/tokens?${asked.search}`}>Show the tokens that match now</TextLink>
        {asked.carry ? ' – and with them it asks again for what was unanswered in the review before.' : null}
      </p>
      <StartForm asked={asked} days={days} />
    </>
  )
} // prettier-ignore
