import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { CoverageTable } from '@/components/sources/coverage-table.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { listSources } from '@/lib/db/list-sources.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { coverageLines } from '../sources/coverage-lines.ts'

export const metadata: Metadata = { title: 'Coverage' }

export default async function CoveragePage() {
  await pageViewer('sources:read')
  const { db } = await webWorld()
  const sources = await listSources(db)
  const lines = await Promise.all(sources.map(async ({ name, kind, run }) => coverageLines(name, (await connectorOf(kind)).coverage, run)))
  const all = lines.flat()
  const unseen = all.filter(({ state }) => state === 'not-permitted' || state === 'incomplete').length
  return (
    <>
      <PageHead
        title="Coverage"
        says={
          unseen > 0
            ? `${unseen} of ${all.length} kinds of object could not be read whole the last time.`
            : 'Everything that can be read was read the last time. The rest is named below.'
        }
      />
      {all.length > 0 ? (
        <CoverageTable lines={all} withSource />
      ) : (
        <EmptyState title="No source is connected yet.">Coverage says what is seen of each source, and what cannot be.</EmptyState>
      )}
    </>
  )
}
