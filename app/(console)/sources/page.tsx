import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { failingFirst, standingOf } from '@/components/sources/source-standing.ts'
import { SourceTable } from '@/components/sources/source-table.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { listSources } from '@/lib/db/list-sources.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Sources' }

export default async function SourcesPage() {
  const viewer = await pageViewer('sources:read')
  const { db, now } = await webWorld()
  const sources = await listSources(db)
  const labels = new Map(
    await Promise.all([...new Set(sources.map(({ kind }) => kind))].map(async (kind) => [kind, (await connectorOf(kind)).label] as const)),
  )
  const add = may(viewer.role, 'sources:edit') ? (
    <LinkButton kind="primary" href="/sources/new">
      Add source
    </LinkButton>
  ) : null
  const whole = sources.filter((source) => standingOf(source, now) === 'complete').length
  return (
    <>
      <PageHead
        title="Sources"
        says={
          sources.length > 0 ? (
            <p>
              {whole === sources.length ? `All ${whole}` : `${whole} of ${sources.length}`} were read whole, and lately. What we see of
              each, and what not, is in the <TextLink href="/coverage">coverage</TextLink>.
            </p>
          ) : null
        }
        action={sources.length > 0 ? add : null}
      />
      {sources.length > 0 ? (
        <SourceTable
          sources={failingFirst(sources, now).map((source) => ({ ...source, kindLabel: labels.get(source.kind) ?? source.kind }))}
          now={now}
        />
      ) : (
        <EmptyState title="No source is connected yet." action={add}>
          A source is an AWS account or a GitHub organisation that is read on a schedule, or a file that is imported. Only reading rights
          are needed.
        </EmptyState>
      )}
    </>
  )
}
