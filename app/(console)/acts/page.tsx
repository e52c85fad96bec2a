import type { Metadata } from 'next'
import { emptyTab, tabWord } from '@/components/acts/act-words.ts'
import { RequestTable } from '@/components/acts/request-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { countActs, listActRequests, type ActEdge } from '@/lib/db/list-acts.ts'
import { isId } from '@/lib/model/is-id.ts'
import { actTabHref, actTabs, readActTab, type ActTab } from '@/lib/model/provider-act.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

type ActsPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: ActsPageProps): Promise<Metadata> {
  return { title: `${tabWord[readActTab((await searchParams).tab)]} · Acts` }
}

/** What is asked of providers: whose word is missing, what is under way, and what was not seen done? */
export default async function ActsPage({ searchParams }: ActsPageProps) {
  const viewer = await pageViewer('acts:read')
  const query = await searchParams
  const tab = readActTab(query.tab)
  const edge = edgeIn(query.after)
  const { db, now } = await webWorld()
  const [page, counts] = await Promise.all([listActRequests(db, viewer.scope, tab, edge), countActs(db, viewer)])
  const tabs = actTabs.map((each) => ({ href: actTabHref(each), label: tabWord[each], ...(each !== 'done' && { count: counts[each] }) }))
  return (
    <>
      <PageHead title="Acts" says={<p>{opening(counts)}</p>} />
      <Tabs label="Acts" tabs={tabs} here={actTabHref(tab)} />
      {page.rows.length > 0 ? (
        <RequestTable caption={`Acts: ${tabWord[tab]}`} lines={page.rows} now={now} />
      ) : (
        <EmptyState title={emptyTab[tab].title}>{emptyTab[tab].says}</EmptyState>
      )}
      {edge || page.next ? (
        <nav aria-label="Pages" className="mt-3 flex gap-3">
          {edge ? <LinkButton href={actTabHref(tab)}>The newest</LinkButton> : null}
          {page.next ? <LinkButton href={olderHref(tab, page.next)}>Older</LinkButton> : null}
        </nav>
      ) : null}
    </>
  )
}

function opening(counts: Readonly<Record<Exclude<ActTab, 'done'>, number>>): string {
  const parts = [
    counts.waiting > 0 ? `${countWords(counts.waiting)} ${counts.waiting === 1 ? 'waits' : 'wait'} for a second person` : null,
    counts.open > 0 ? `${countWords(counts.open)} ${counts.open === 1 ? 'was' : 'were'} not seen done` : null,
    counts.review > 0 ? `${countWords(counts.review)} ${counts.review === 1 ? 'is' : 'are'} to be reviewed` : null,
  ].filter((part) => part !== null)
  if (parts.length === 0) return 'Nothing that was asked of a provider waits for anybody.'
  return `Of what was asked of providers, ${parts.join(', ')}.`
}

/** Where the page goes on, as an address has it: an instant and a request. */
function edgeIn(said: string | readonly string[] | undefined): ActEdge | null {
  const [instant = '', requestId = ''] = (typeof said === 'string' ? said : '').split('_')
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) || !isId(requestId) ? null : { at, requestId }
}

function olderHref(tab: ActTab, { at, requestId }: ActEdge): string {
  return `/acts?${new URLSearchParams({ tab, after: `${at.toISOString()}_${requestId}` })}`
}
