import type { Metadata } from 'next'
import { NameList } from '@/components/directory/name-list.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { WorkloadTable } from '@/components/directory/workload-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { listWorkloads, readWorkload } from '@/lib/db/list-workloads.ts'
import { nameSearchHref, readNameSearch } from '@/lib/model/name-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { WorkloadForm } from '../workload-form.tsx'

export const metadata: Metadata = { title: 'Workloads · Directory' }

const path = '/directory/workloads'

export default async function WorkloadsPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('directory:read')
  const query = await searchParams
  const search = readNameSearch(query)
  const mayEdit = may(viewer.role, 'directory:edit')
  const { db } = await webWorld()
  const [{ rows, total, unknownSensitivity }, edited] = await Promise.all([
    listWorkloads(db, search),
    mayEdit && typeof query.edit === 'string' ? readWorkload(db, query.edit) : null,
  ])
  return (
    <>
      <PageHead title="Directory" says={<p>{sayUnknown(unknownSensitivity)}</p>} />
      <DirectoryTabs here="workloads" />
      {edited ? <WorkloadForm workload={edited} back={nameSearchHref(path, search)} /> : null}
      <NameList
        path={path}
        of="workloads"
        placeholder="Name or key"
        search={search}
        shown={rows.length}
        total={total}
        empty={
          <EmptyState title="No workload is known yet.">
            Workloads come from a file: import one with the columns key, name, environment, sensitivity, agent, accountable and status.
          </EmptyState>
        }
      >
        <WorkloadTable workloads={rows} hrefEdit={mayEdit ? (id) => nameSearchHref(path, search, { edit: id }) : null} />
      </NameList>
    </>
  )
}

function sayUnknown(count: number): string {
  if (count === 0) return 'What uses tokens, how sensitive it is, and who answers for it.'
  const nobodyRated = count === 1 ? 'One workload has' : `${countWords(count)} workloads have`
  return `${nobodyRated} no known sensitivity, so that their tokens are scored as reaching customer data.`
}
