import type { Metadata } from 'next'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { WorkloadForm } from '../../workload-form.tsx'

export const metadata: Metadata = { title: 'Add a workload · Directory' }

export default async function NewWorkloadPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  await pageViewer('directory:edit')
  const { value } = await searchParams
  const { db } = await webWorld()
  const [owners, people] = await Promise.all([ownerChoices(db), ownerChoices(db, 'person')])
  const key = typeof value === 'string' ? value.slice(0, 320) : ''
  return (
    <>
      <PageHead title="Add a workload" says="Tokens that name it by its key are its own at once." />
      <DirectoryTabs here="workloads" />
      <WorkloadForm workload={null} start={{ key, name: key }} owners={owners} people={people} owner={null} accountable={null} />
    </>
  )
}
