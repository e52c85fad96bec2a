import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import { ExposureTable } from '@/components/exposures/exposure-table.tsx'
import { certaintyWord, openingWords, tabWord } from '@/components/exposures/exposure-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { FilterForm } from '@/components/tokens/filter-form.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { Chips } from '@/components/ui/chip.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countExposures, listExposures, type ExposureCounts } from '@/lib/db/list-exposures.ts'
import { leakReaders, type LeakReaders } from '@/lib/db/leak-readers.ts'
import { leaksTold } from '@/lib/db/leaks-told.ts'
import { exposuresHref, exposureTabs, readExposureSearch, type ExposureSearch } from '@/lib/model/exposure-search.ts'
import { certainties } from '@/lib/model/leak.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../what-lacks.tsx'
import { shownLeak } from './shown-leak.ts'
import { WhatMatches } from './what-matches.tsx'

const fieldLook = 'min-h-8 rounded-control border border-control bg-bg px-2 text-table pointer-coarse:min-h-11'

type ExposuresPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: ExposuresPageProps): Promise<Metadata> {
  return { title: `${tabWord[readExposureSearch(await searchParams).tab]} · Exposures` }
}

/** What leaked and still works? */
export default async function ExposuresPage({ searchParams }: ExposuresPageProps) {
  const viewer = await pageViewer('exposures:read')
  const search = readExposureSearch(await searchParams)
  const { db, now } = await webWorld()
  const [page, counts, readers, lacks] = await Promise.all([
    listExposures(db, viewer.scope, search),
    countExposures(db, viewer.scope),
    viewer.scope.all ? leakReaders(db) : null,
    whatLacks(viewer),
  ])
  const told = viewer.scope.all
    ? await leaksTold(
        db,
        page.rows.map(({ id }) => id),
      )
    : null
  const tabs = exposureTabs
    .filter((tab) => viewer.scope.all || tab !== 'unmatched')
    .map((tab) => ({ href: exposuresHref({ tab }), label: tabWord[tab], ...(tab !== 'closed' && tab !== 'not-ours' && { count: counts[tab] }) }))
  return (
    <>
      <PageHead title="Exposures" says={<Opening counts={counts} readers={readers} now={now} />} action={<Ways viewer={viewer} />} />
      {lacks.notice}
      <Tabs label="Exposures" tabs={tabs} here={exposuresHref({ tab: search.tab })} />
      <Filters search={search} />
      {page.rows.length > 0 ? (
        <ExposureTable caption={`Exposures: ${tabWord[search.tab]}`} leaks={page.rows.map((leak) => shownLeak(leak, now))} told={told} now={now} />
      ) : (
        <Empty search={search} readers={readers} />
      )}
      {search.after || page.next ? (
        <nav aria-label="Pages" className="mt-3 flex gap-3">
          {search.after ? <LinkButton href={exposuresHref({ ...search, after: null })}>The most urgent</LinkButton> : null}
          {page.next ? <LinkButton href={exposuresHref({ ...search, after: page.next })}>Further</LinkButton> : null}
        </nav>
      ) : null}
      {viewer.scope.all ? <WhatMatches /> : null}
    </>
  )
} // prettier-ignore

function Opening({ counts, readers, now }: { counts: ExposureCounts; readers: LeakReaders | null; now: Date }) {
  const parts = openingWords(counts, now)
  if (parts.length === 0) return <p>No leak is open. {readers ? readersWords(readers) : ''}</p>
  return (
    <p>
      {parts.map((part) =>
        typeof part === 'string' ? (
          part
        ) : (
          <TextLink key={part.tab} href={exposuresHref({ tab: part.tab, works: part.works ?? false })} className="font-semibold">
            {part.says}
          </TextLink>
        ),
      )}
    </p>
  )
}

function Ways({ viewer }: { viewer: Viewer }) {
  if (!may(viewer.role, 'exposures:edit')) return null
  return (
    <div className="flex flex-wrap gap-2">
      <LinkButton href="/exposures/import">Upload a report</LinkButton>
      <LinkButton href="/exposures/new">Record a leak</LinkButton>
    </div>
  )
}

/** By what a leak is looked for, beside how it stands. */
function Filters({ search: { tab, text, certainty, works } }: { search: ExposureSearch }) {
  const chips = [
    ...(text ? [{ says: `Token or place has “${text}”`, href: exposuresHref({ tab, certainty, works }) }] : []),
    ...(certainty ? [{ says: `Match is ${certaintyWord[certainty]}`, href: exposuresHref({ tab, text, works }) }] : []),
    ...(works ? [{ says: 'It is known to work', href: exposuresHref({ tab, text, certainty }) }] : []),
  ]
  return (
    <div className="mb-3 flex flex-col gap-2">
      <FilterForm action="/exposures" label="exposures">
        {tab === 'open' ? null : <input type="hidden" name="show" value={tab} />}
        {works ? <input type="hidden" name="works" value="yes" /> : null}
        <input
          type="search"
          name="q"
          aria-label="Search exposures"
          placeholder="Token, place or id"
          maxLength={200}
          key={text}
          defaultValue={text}
          className={`${fieldLook} w-full px-3 placeholder:text-text-3 md:w-64`}
        />
        <select
          name="match"
          aria-label="Match"
          key={`match ${certainty}`}
          defaultValue={certainty ?? ''}
          className={`${fieldLook} max-md:w-0 max-md:flex-1`}
        >
          <option value="">Any match</option>
          {certainties.map((each) => (
            <option key={each} value={each}>
              Match: {certaintyWord[each]}
            </option>
          ))}
        </select>
        <Button type="submit" aria-label="Search">
          <Search aria-hidden className="size-4" />
        </Button>
      </FilterForm>
      <Chips chips={chips} clear={exposuresHref({ tab })} />
    </div>
  )
}

function Empty({ search: { tab, text, certainty, works }, readers }: { search: ExposureSearch; readers: LeakReaders | null }) {
  if (text || certainty || works)
    return (
      <EmptyState title="No exposure matches." action={<LinkButton href={exposuresHref({ tab })}>Take the filter away</LinkButton>}>
        Without it, everything under “{tabWord[tab]}” is shown.
      </EmptyState>
    )
  if (tab === 'open')
    return <EmptyState title="No open exposure is recorded.">{readers ? readersWords(readers) : 'Leaks of your tokens would stand here.'}</EmptyState>
  const title = {
    live: 'No leaked token that is matched still works.',
    unmatched: 'Every leak is matched to a token.',
    contained: 'Nothing is cut off and not done.',
    closed: 'No leak is closed yet.',
    'not-ours': 'No leak was put away as not ours.',
  }[tab]
  return <EmptyState title={title}>{readers ? readersWords(readers) : ''}</EmptyState>
} // prettier-ignore

/** "1 of 3 sources can report leaks; the others cannot." Never that all is well. */
function readersWords({ reading, sources }: LeakReaders): string {
  if (sources === 0) return 'No source is connected.'
  const rest = sources - reading
  return `${reading} of ${sources} sources ${reading === 1 ? 'reports' : 'report'} leaks${rest > 0 ? `; the other ${rest} ${rest === 1 ? 'does' : 'do'} not` : ''}.`
}
