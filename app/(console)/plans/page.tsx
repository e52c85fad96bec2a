import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import { ShowLinks } from '@/components/directory/show-links.tsx'
import { KeptDates } from '@/components/plans/kept-dates.tsx'
import { PlanTable } from '@/components/plans/plan-table.tsx'
import { showWord, stageWord, waitWord } from '@/components/plans/plan-words.ts'
import { ProgrammeSentence } from '@/components/plans/programme-sentence.tsx'
import { ProgrammeTabs } from '@/components/plans/programme-tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { FilterForm } from '@/components/tokens/filter-form.tsx'
import { LackingNotice } from '@/components/tokens/lacking-notice.tsx'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { Chips } from '@/components/ui/chip.tsx'
import { Combobox } from '@/components/ui/combobox.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { disownedReviews } from '@/lib/db/disowned-reviews.ts'
import { listPlans } from '@/lib/db/list-plans.ts'
import { findPlanOwners, ownerMeant } from '@/lib/db/plan-owners.ts'
import { countPlans, type PlanCounts } from '@/lib/db/plan-counts.ts'
import { retirementDays } from '@/lib/db/programme.ts'
import { planShows, readPlanSearch, writePlanSearch, type PlanSearch } from '@/lib/model/plan-search.ts'
import { planWaits } from '@/lib/model/plan.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { atIntervals, behind, burnDown } from '@/lib/retirement/burn-down.ts'
import { recipeById } from '@/lib/retirement/recipes/recipes.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Programme' }

const fieldLook = 'min-h-8 rounded-control border border-control bg-bg px-2 text-table pointer-coarse:min-h-11'

export default async function ProgrammePage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:read')
  const query = await searchParams
  const asked = readPlanSearch(query)
  const { db, now } = await webWorld()
  const { scope } = viewer
  const named = await findPlanOwners(db, scope, asked.ownerText)
  const meant = ownerMeant(named, asked.ownerText)
  const search = meant ? { ...asked, owner: meant.id, ownerText: '' } : asked
  const [page, counts, freshness, retired] = await Promise.all([listPlans(db, scope, search, now), countPlans(db, scope, now, search.owner), dataFreshness(db, now), retirementDays(db, scope, search.owner)])
  const today = now.toISOString().slice(0, 10)
  const dates = burnDown(retired, today)
  const lacking = freshness.lacking.map((source) => ({ ...source, lastCompleteAt: freshness.named.get(source.id)?.lastCompleteAt ?? null }))
  const mayOpen = may(viewer.role, 'plans:edit')
  return (
    <>
      <PageHead
        title={viewer.scope.all ? 'Programme' : 'My plans'}
        says={<ProgrammeSentence counts={counts} atLeast={lacking.length > 0} />}
        action={mayOpen && counts.all > 0 ? <LinkButton href="/tokens" kind="primary">Choose tokens to plan</LinkButton> : null}
      />
      <ProgrammeTabs here="plans" reviews={viewer.scope.all} />
      <Opened query={query} />
      {search.show === 'unclaimed' ? <Disowned viewer={viewer} /> : null}
      {counts.all === 0 ? (
        <NoPlans mayOpen={mayOpen} />
      ) : (
        <>
          <LackingNotice lacking={lacking} linked={may(viewer.role, 'sources:read')} now={now} />
          {search.ownerText ? null : <KeptDates points={dates} rows={atIntervals(dates, today, 16)} behind={behind(dates, today)} today={today} atLeast={lacking.length > 0} owner={search.owner} />}
          <Filters search={search} counts={counts} total={page.total} />
          {page.rows.length > 0 ? (
            <PlanTable plans={page.rows} ways={waysOf(page.rows.map(({ recipe }) => recipe))} now={now} />
          ) : search.ownerText ? (
            <NobodyMeant search={search} named={named} />
          ) : (
            <EmptyState title="No plan is like this." action={<LinkButton href="/plans?show=all">Show all plans</LinkButton>} />
          )}
          {page.previous || page.next ? (
            <div className="mt-3">
              <Pagination
                label="Pages of plans"
                previous={page.previous && hrefOf({ ...search, from: page.previous })}
                next={page.next && hrefOf({ ...search, from: page.next })}
                says={`${countWords(page.rows.length)} of ${countWords(page.total)}`}
              />
            </div>
          ) : null}
        </>
      )}
    </>
  )
} // prettier-ignore

function hrefOf(search: Partial<PlanSearch>): string {
  const query = writePlanSearch(search)
  return query.size > 0 ? `/plans?${query}` : '/plans'
}

/** What was typed for an owner, where it is no one owner's name: nothing is listed, and it says why. */
function NobodyMeant({ search, named }: { search: PlanSearch; named: readonly { id: string; name: string; plans: number }[] }) {
  if (named.length === 0) return <EmptyState title={`No owner of a plan has “${search.ownerText}” in their name.`} action={<LinkButton href={hrefOf({ ...search, ownerText: '', from: null })}>Plans of any owner</LinkButton>} />
  return (
    <EmptyState title={`Several owners have “${search.ownerText}” in their name. Choose one.`}>
      <ul className="flex flex-col gap-1">
        {named.map(({ id, name, plans }) => (
          <li key={id} className="break-words">
            <TextLink href={hrefOf({ ...search, owner: id, ownerText: '', from: null })}>{name}</TextLink> · {counted(plans, 'plan')}
          </li>
        ))}
      </ul>
    </EmptyState>
  )
} // prettier-ignore

function waysOf(ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(ids.flatMap((id) => recipeById(id) ?? []).map(({ id, title }) => [id, title]))
}

function Opened({ query }: { query: RawQuery }) {
  const [plans, tokens] = [query.opened, query.of].map((said) => (typeof said === 'string' && /^\d{1,6}$/.test(said) ? Number(said) : null))
  if (!plans || !tokens) return null
  return (
    <Notice tone="success" role="status" className="mb-4" title={`${counted(plans, 'plan')} opened for ${counted(tokens, 'token')}.`}>
      <p>Their owners find them among their tasks. What nobody owns is unclaimed.</p>
    </Notice>
  )
}

/** Beside plans that nobody has: tokens that those who were asked in a review say are not theirs. */
async function Disowned({ viewer }: { viewer: Viewer }) {
  const reviews = await disownedReviews((await webWorld()).db, viewer.scope)
  if (reviews.length === 0) return null
  return (
    <Notice tone="warning" className="mb-4" title="In reviews, owners said of tokens that they are not theirs.">
      <ul className="list-disc pl-4">
        {reviews.map(({ id, name, tokens }) => (
          <li key={id} className="break-words">
            <TextLink href={`/campaigns/${id}?by=token&outcome=not-mine`}>
              {name}: {counted(tokens, 'token')}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function NoPlans({ mayOpen }: { mayOpen: boolean }) {
  return (
    <EmptyState title="No plan is open yet." action={mayOpen ? <LinkButton href="/tokens" kind="primary">Choose tokens to plan</LinkButton> : null}>
      A plan retires one or more tokens: it has an owner, a date, and steps that close on what syncs see.
      {mayOpen ? ' Select tokens in the list, or open one, and choose “Open a plan”.' : null}
    </EmptyState>
  )
} // prettier-ignore

function Filters({ search, counts, total }: { search: PlanSearch; counts: PlanCounts; total: number }) {
  const { text, show, waiting, owner, ownerText, stage } = search
  const shows = planShows.map((one) => ({
    label: showWord[one],
    count: counts[one],
    href: hrefOf({ ...search, show: one, stage: null, from: null }),
    here: show === one,
  }))
  const without = (part: Partial<PlanSearch>) => hrefOf({ ...search, ...part, from: null })
  const ownerName = counts.owners.find(({ id }) => id === owner)?.name ?? (counts.lateBy?.id === owner ? counts.lateBy?.name : null)
  const chips = [
    ...(text ? [{ says: `Name has “${text}”`, href: without({ text: '' }) }] : []),
    ...(stage ? [{ says: `Done so far: ${stageWord(null, stage).toLowerCase()}`, href: without({ stage: null }) }] : []),
    ...(waiting ? [{ says: `Waiting on ${waitWord[waiting]}`, href: without({ waiting: null }) }] : []),
    ...(ownerText ? [{ says: `Owner’s name has “${ownerText}”`, href: without({ ownerText: '' }) }] : []),
    ...(owner ? [{ says: `Owner is ${ownerName ?? 'somebody else'}, or of their team`, href: without({ owner: null }) }] : []),
  ]
  return (
    <div className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 max-md:[&>form]:w-full">
        <FilterForm action="/plans" label="plans">
          {show === 'open' ? null : <input type="hidden" name="show" value={show} />}
          {stage ? <input type="hidden" name="stage" value={stage} /> : null}
          <input type="search" name="q" aria-label="Search plans" placeholder="Plan or token" maxLength={200} key={text} defaultValue={text} className={`${fieldLook} w-full px-3 placeholder:text-text-3 md:w-52`} />
          <select name="waiting" aria-label="Waiting on" key={`waiting ${waiting}`} defaultValue={waiting ?? ''} className={`${fieldLook} max-md:w-0 max-md:flex-1`}>
            <option value="">Waiting on anybody</option>
            {planWaits.map((one) => (
              <option key={one} value={one}>
                Waiting on {waitWord[one]}
              </option>
            ))}
          </select>
          {counts.allOwners > counts.owners.length ? (
            <Combobox name="owner" label="Owner" hideLabel placeholder={`Any of ${counted(counts.allOwners, 'owner')}`} url="/api/v1/plan-owners" chosen={owner && ownerName ? { value: owner, name: ownerName } : null} className="max-md:w-0 max-md:flex-1 md:w-52" />
          ) : counts.owners.length > 1 ? (
            <select name="owner" aria-label="Owner" key={`owner ${owner}`} defaultValue={owner ?? ''} className={`${fieldLook} max-md:w-0 max-md:flex-1 md:max-w-52`}>
              <option value="">Any owner</option>
              {owner && !counts.owners.some(({ id }) => id === owner) ? <option value={owner}>{ownerName ?? 'somebody else'}</option> : null}
              {counts.owners.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          ) : null}
          <Button type="submit" aria-label="Search">
            <Search aria-hidden className="size-4" />
          </Button>
        </FilterForm>
        <p role="status" className="text-table text-text-2">
          {counted(total, 'plan')}
        </p>
      </div>
      <ShowLinks label="Which plans" shows={shows} />
      <Chips chips={chips} clear={hrefOf({ show })} />
    </div>
  )
} // prettier-ignore
