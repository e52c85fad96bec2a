import type { Metadata } from 'next'
import { ProgrammeTabs } from '@/components/plans/programme-tabs.tsx'
import { RetirementTable } from '@/components/plans/retirement-table.tsx'
import { retirementShowWord, startTitle } from '@/components/plans/retirement-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { providerName } from '@/components/tokens/fact-words.ts'
import { Chips } from '@/components/ui/chip.tsx'
import { cn } from '@/components/ui/cn.ts'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Link } from '@/components/ui/link.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords, dateWords } from '@/components/ui/time-words.ts'
import { listRetirements } from '@/lib/db/list-retirements.ts'
import { readRetirementSearch, retirementShows, retirementsHref, type RetirementSearch } from '@/lib/model/retirement-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

export const metadata: Metadata = { title: 'Retirements · Programme' }

/** The tokens behind every figure of the programme: each with its clock, its date and what proves that it went. */
export default async function RetirementsPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:read')
  const search = readRetirementSearch(await searchParams)
  const { db, now } = await webWorld()
  const [page, lacks] = await Promise.all([listRetirements(db, viewer.scope, search), whatLacks(viewer)])
  return (
    <>
      <PageHead title="Retirements" says={<p>Each token on its way out. Off is what its source shows, its provider or a file: switched off, or absent in two complete syncs.</p>} />
      <ProgrammeTabs here="retirements" reviews={viewer.scope.all} />
      {lacks.notice}
      <Filters search={search} total={page.total} />
      {page.rows.length > 0 ? <RetirementTable lines={page.rows} now={now} /> : <EmptyState title="No retirement is like this." />}
      {page.previous || page.next ? (
        <div className="mt-3">
          <Pagination
            label="Pages of retirements"
            previous={page.previous && retirementsHref({ ...search, from: page.previous })}
            next={page.next && retirementsHref({ ...search, from: page.next })}
            says={`${countWords(page.rows.length)} of ${countWords(page.total)}`}
          />
        </div>
      ) : null}
    </>
  )
} // prettier-ignore

function Filters({ search, total }: { search: RetirementSearch; total: number }) {
  const { show, start, provider, owner, by, since } = search
  const without = (part: Partial<RetirementSearch>) => retirementsHref({ ...search, ...part, from: null })
  const chips = [
    ...(start ? [{ says: startTitle[start], href: without({ start: null }) }] : []),
    ...(provider ? [{ says: `Provider is ${providerName(provider)}`, href: without({ provider: null }) }] : []),
    ...(owner ? [{ says: 'Plans of one team', href: without({ owner: null }) }] : []),
    ...(by && (show === 'committed' || show === 'proved')
      ? [{ says: `${show === 'proved' ? 'Proved' : 'Due'} by the end of ${dateWords(new Date(by))}`, href: without({ by: null }) }]
      : []),
    ...(since && show === 'proved' ? [{ says: `Proved since ${dateWords(new Date(since))}`, href: without({ since: null }) }] : []),
  ]
  return (
    <div className="mb-3 flex flex-col gap-2">
      <nav aria-label="Which retirements" className="flex flex-wrap gap-1.5">
        {retirementShows.map((each) => (
          <Link
            key={each}
            href={without({ show: each, by: null, since: null })}
            aria-current={each === show ? 'true' : undefined}
            className={cn(
              'inline-flex min-h-8 items-center rounded-control border px-2.5 text-table pointer-coarse:min-h-11',
              each === show ? 'border-accent bg-selected text-text' : 'border-line text-text-2 hover:text-text',
            )}
          >
            {retirementShowWord[each]}
          </Link>
        ))}
      </nav>
      <p role="status" className="text-table text-text-2">
        {counted(total, 'retirement')}
      </p>
      <Chips chips={chips} clear={retirementsHref({ show })} />
    </div>
  )
}
