import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { PageHead } from '@/components/shell/page-head.tsx'
import { IssuerTable } from '@/components/tokens/issuer-table.tsx'
import { LackingNotice } from '@/components/tokens/lacking-notice.tsx'
import { InventoryTabs } from '@/components/tokens/tabs.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { listIssuers, type IssuerEdge } from '@/lib/db/list-issuers.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { lackingSources } from '../lacking-sources.ts'

export const metadata: Metadata = { title: 'Issuers' }

const Edge = z.strictObject({
  name: z.string().max(1024).refine((name) => name.isWellFormed() && !name.includes('\0')),
  id: z.uuid(),
  side: z.enum(['after', 'before']).default('after'),
}) // prettier-ignore

export default async function IssuersPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('tokens:read')
  // Issuers have no owner, so that this page is for those who see everything.
  if (!viewer.scope.all) notFound()
  const { name, id, side } = await searchParams
  const edge = Edge.safeParse({ name, id, side })
  const from = edge.success ? edge.data : null
  const { db, now } = await webWorld()
  const [page, freshness] = await Promise.all([listIssuers(db, viewer.scope, from), dataFreshness(db, now)])
  const { rows, total, before } = page
  const linked = may(viewer.role, 'sources:read')
  const least = freshness.lacking.length > 0 ? 'at least ' : ''
  return (
    <>
      <PageHead title="Issuers" says={sentence(total, least)} action={<InventoryTabs here="issuers" />} />
      <LackingNotice lacking={await lackingSources(db, freshness, linked)} linked={linked} now={now} />
      {rows.length > 0 ? (
        <>
          <IssuerTable issuers={rows} linked={linked} />
          <div className="mt-3">
            <Pagination
              label="Pages of issuers"
              previous={page.previous && hrefOf('before', page.previous)}
              next={page.next && hrefOf('after', page.next)}
              says={`${countWords(before + 1)}–${countWords(before + rows.length)} of ${least}${countWords(total)}`}
            />
          </div>
        </>
      ) : from && total > 0 ? (
        <EmptyState
          title="This page of the list is empty now."
          action={<LinkButton href="/tokens/issuers">Go to the first page</LinkButton>}
        />
      ) : (
        <EmptyState title="No issuer is in view.">Roles that workloads assume, Apps and identity providers appear here.</EmptyState>
      )}
    </>
  )
}

function sentence(total: number, least: string): string {
  const count = `${least}${countWords(total)}`
  const says =
    total === 1
      ? `${count} issuer mints short-lived tokens: what a standing one can be replaced by.`
      : `${count} issuers mint short-lived tokens: what standing ones can be replaced by.`
  return says.charAt(0).toUpperCase() + says.slice(1)
}

function hrefOf(side: 'after' | 'before', { name, id }: IssuerEdge): string {
  return `/tokens/issuers?${new URLSearchParams({ name, id, ...(side === 'before' && { side }) })}`
}
