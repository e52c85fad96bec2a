import type { Metadata } from 'next'
import { ExposureTable } from '@/components/exposures/exposure-table.tsx'
import { openingWords, tabWord } from '@/components/exposures/exposure-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countExposures, listExposures, type ExposureCounts } from '@/lib/db/list-exposures.ts'
import { leakReaders, type LeakReaders } from '@/lib/db/leak-readers.ts'
import { ownersTold } from '@/lib/db/owners-told.ts'
import { exposuresHref, exposureTabs, readExposureSearch, type ExposureTab } from '@/lib/model/exposure-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../what-lacks.tsx'
import { shownLeak } from './shown-leak.ts'
import { WhatMatches } from './what-matches.tsx'

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
    ? await ownersTold(
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
      {page.rows.length > 0 ? (
        <ExposureTable caption={`Exposures: ${tabWord[search.tab]}`} leaks={page.rows.map((leak) => shownLeak(leak, now))} told={told} now={now} />
      ) : (
        <Empty tab={search.tab} readers={readers} />
      )}
      {search.after || page.next ? (
        <nav aria-label="Pages" className="mt-3 flex gap-3">
          {search.after ? <LinkButton href={exposuresHref({ tab: search.tab })}>The most urgent</LinkButton> : null}
          {page.next ? <LinkButton href={exposuresHref({ tab: search.tab, after: page.next })}>Further</LinkButton> : null}
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
          <TextLink key={part.tab} href={exposuresHref({ tab: part.tab })} className="font-semibold">
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

function Empty({ tab, readers }: { tab: ExposureTab; readers: LeakReaders | null }) {
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
