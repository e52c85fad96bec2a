import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { PageHead } from '@/components/shell/page-head.tsx'
import { IssuerTable } from '@/components/tokens/issuer-table.tsx'
import { InventoryTabs } from '@/components/tokens/tabs.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { listIssuers, type IssuerEdge } from '@/lib/db/list-issuers.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Issuers' }

const Edge = z.strictObject({ name: z.string().max(1024).refine((name) => name.isWellFormed() && !name.includes('\0')), id: z.uuid() }) // prettier-ignore

export default async function IssuersPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('tokens:read')
  // Issuers have no owner, so that this page is for those who see everything.
  if (!viewer.scope.all) notFound()
  const { name, id } = await searchParams
  const edge = Edge.safeParse({ name, id })
  const { db } = await webWorld()
  const { rows, total, next } = await listIssuers(db, viewer.scope, edge.success ? edge.data : null)
  return (
    <>
      <PageHead title="Issuers" says={sentence(total)} action={<InventoryTabs here="issuers" />} />
      {rows.length > 0 ? (
        <IssuerTable issuers={rows} />
      ) : (
        <EmptyState title="No issuer is in view.">Roles that workloads assume, Apps and identity providers appear here.</EmptyState>
      )}
      <div className="mt-3 flex gap-3">
        {edge.success ? <LinkButton href="/tokens/issuers">First page</LinkButton> : null}
        {next ? <LinkButton href={hrefAfter(next)}>Next</LinkButton> : null}
      </div>
    </>
  )
}

function sentence(total: number): string {
  if (total === 1) return '1 issuer mints short-lived tokens: what a standing one can be replaced by.'
  return `${countWords(total)} issuers mint short-lived tokens: what standing ones can be replaced by.`
}

function hrefAfter({ name, id }: IssuerEdge): string {
  return `/tokens/issuers?${new URLSearchParams({ name, id })}`
}
