import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { InventoryTabs } from '@/components/tokens/tabs.tsx'
import { LackingNotice } from '@/components/tokens/lacking-notice.tsx'
import { TokenFilters } from '@/components/tokens/token-filters.tsx'
import { hrefOf, hrefPaged } from '@/components/tokens/token-hrefs.ts'
import { TokenTable } from '@/components/tokens/list/token-table.tsx'
import { buttonLook, LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { dataFreshness, type DataFreshness } from '@/lib/db/data-freshness.ts'
import { listTokens } from '@/lib/db/list-tokens.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { readTokenSearch, writeTokenSearch, type RawQuery, type TokenSearch } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { reasonWords } from '../reason-words.ts'

type TokensPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: TokensPageProps): Promise<Metadata> {
  const search = readSearch(await searchParams)
  if (search instanceof AppError) return { title: 'Error: Tokens' }
  const filtered = hrefOf(search) !== '/tokens'
  return { title: filtered ? 'Tokens · filtered' : 'Tokens' }
}

export default async function TokensPage({ searchParams }: TokensPageProps) {
  const viewer = await pageViewer('tokens:read')
  const search = readSearch(await searchParams)
  return (
    <>
      <PageHead title={viewer.scope.all ? 'Tokens' : 'My tokens'} />
      {viewer.scope.all ? <InventoryTabs here="tokens" /> : null}
      {search instanceof AppError ? <Unusable error={search} /> : <Inventory viewer={viewer} search={search} />}
    </>
  )
}

async function Inventory({ viewer, search }: { viewer: Viewer; search: TokenSearch }) {
  const { db, now } = await webWorld()
  const [page, facets, freshness] = await Promise.all([
    listTokens(db, viewer.scope, search, now),
    tokenFacets(db, viewer.scope, search, now),
    dataFreshness(db, now),
  ])
  const { total, counts } = facets
  const atLeast = freshness.lacking.length > 0 ? 'at least ' : ''
  const last = page.before + page.rows.length
  // Rows come and go between two clicks, so that what a cursor remembers of their number may be behind.
  const shown = `${countWords(page.before + 1)}–${countWords(last)} of ${atLeast}${countWords(Math.max(total, last))}`
  return (
    <>
      <LackingNotice lacking={freshness.lacking} linked={may(viewer.role, 'sources:read')} />
      <TokenFilters search={search} counts={counts} reasonWords={reasonWords} />
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-table text-text-2">
          {total === 1 ? `${atLeast}1 token matches` : `${atLeast}${countWords(total)} tokens match`}
        </p>
        {may(viewer.role, 'tokens:export') && total > 0 ? (
          <a href={`/api/v1/tokens.csv?${writeTokenSearch(search)}`} download className={buttonLook({ kind: 'quiet' })}>
            <Download aria-hidden className="size-4" />
            Export CSV
          </a>
        ) : null}
      </div>
      {page.rows.length > 0 ? (
        <>
          <TokenTable rows={page.rows} sources={freshness.named} search={search} reasonWords={reasonWords} now={now} shown={['verdict','risk','owner','workload','can','binding','lifetime','used','seen']} compact={false} />
          <div className="mt-3">
            <Pagination
              label="Pages of tokens"
              previous={page.previous && hrefPaged(search, 'before', page.previous)}
              next={page.next && hrefPaged(search, 'after', page.next)}
              says={shown}
            />
          </div>
        </>
      ) : (
        <Nothing viewer={viewer} search={search} freshness={freshness} />
      )}
    </>
  )
}

/** Why there is nothing: no source yet, a page past the end, a filter, or truly nothing in view. */
function Nothing({ viewer, search, freshness }: { viewer: Viewer; search: TokenSearch; freshness: DataFreshness }) {
  if (search.from) {
    return (
      <EmptyState title="This page of the list is empty now." action={<LinkButton href={hrefOf(search)}>Go to the first page</LinkButton>}>
        Tokens move in the order as they change.
      </EmptyState>
    )
  }
  if (hrefOf({ ...search, sort: 'queue', reversed: false, limit: 50 }) !== '/tokens') {
    return (
      <EmptyState title="No tokens match." action={<LinkButton href="/tokens">Clear all filters</LinkButton>}>
        Take a filter away above, or clear them all.
      </EmptyState>
    )
  }
  if (freshness.sources === 0 && may(viewer.role, 'sources:edit')) {
    return (
      <EmptyState
        title="No source is connected yet."
        action={
          <LinkButton kind="primary" href="/sources/new">
            Add source
          </LinkButton>
        }
      >
        Connect an AWS account or a GitHub organisation, or import a file. Its tokens appear here, scored, while the first sync runs.
      </EmptyState>
    )
  }
  if (!viewer.scope.all)
    return (
      <EmptyState title="No token is assigned to you.">Tokens appear here once somebody names you or your team as their owner.</EmptyState>
    )
  return (
    <EmptyState title="No live token is in view.">
      {freshness.running > 0 ? 'The first sync is under way.' : 'Disabled, expired and removed tokens are under “State”.'}
    </EmptyState>
  )
}

function Unusable({ error }: { error: AppError }) {
  return (
    <Notice tone="error" title={error.message} role="alert">
      <ul className="list-disc pl-4">
        {error.issues.map(({ where, what }) => (
          <li key={`${where} ${what}`} className="break-words">
            <code className="font-mono text-table">{where}</code> {what}
          </li>
        ))}
      </ul>
      <p>
        <LinkButton href="/tokens">Show all tokens</LinkButton>
      </p>
    </Notice>
  )
}

function readSearch(query: RawQuery): TokenSearch | AppError {
  try {
    return readTokenSearch(query)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error
    throw error
  }
}
