import type { Metadata } from 'next'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { WorkloadTable } from '@/components/directory/workload-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import type { WorkloadRow } from '@/lib/db/list-workloads.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ControlsSection } from '../../../controls/controls-section.tsx'
import { whatLacks } from '../../../what-lacks.tsx'
import { readWorkloadOr404 } from '../../read-or-404.ts'
import { SavedNotice } from '../../saved-notice.tsx'
import { WorkloadForm } from '../../workload-form.tsx'
import { workloadLabels } from '../../workload-labels.ts'

type WorkloadPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: WorkloadPageProps): Promise<Metadata> {
  return { title: `${(await readWorkloadOr404((await params).id)).name} · Workloads · Directory` }
}

export default async function WorkloadPage({ params, searchParams }: WorkloadPageProps) {
  const viewer = await pageViewer('directory:read')
  const workload = await readWorkloadOr404((await params).id)
  const { atLeast, notice } = await whatLacks(viewer)
  return (
    <>
      <PageHead title={workload.name} says={<Says workload={workload} atLeast={atLeast} />} />
      <DirectoryTabs here="workloads" />
      {notice}
      <SavedNotice query={await searchParams} labels={workloadLabels} />
      <div className="mb-8">
        <WorkloadTable workloads={[workload]} atLeast={atLeast} />
      </div>
      <ControlsSection on="workload" id={workload.id} viewer={viewer} />
      {may(viewer.role, 'directory:edit') ? <Form workload={workload} atLeast={atLeast} /> : null}
    </>
  )
}

function Says({ workload: { id, tokens, sensitivity }, atLeast }: { workload: WorkloadRow; atLeast: boolean }) {
  if (tokens === 0) return <p>No live token is known to be used by it.</p>
  return (
    <p>
      It uses{' '}
      <TextLink href={`/tokens?workload=${id}`}>
        {tokens === 1 && !atLeast ? 'one live token' : `${leastWords(tokens, atLeast)} live tokens`}
      </TextLink>
      {sensitivity === null ? ', scored as reaching customer data until somebody says how sensitive it is.' : '.'}
    </p>
  )
}

async function Form({ workload, atLeast }: { workload: WorkloadRow; atLeast: boolean }) {
  const { db } = await webWorld()
  const [owners, people] = await Promise.all([ownerChoices(db), ownerChoices(db, 'person')])
  const owner = workload.ownerId ? { id: workload.ownerId, name: workload.ownerName ?? '', says: null } : null
  const accountable = workload.accountableId ? { id: workload.accountableId, name: workload.accountableName ?? '', says: null } : null
  return (
    <Section title="Edit" says={`Saving scores its ${leastWords(workload.tokens, atLeast)} live tokens again.`}>
      <WorkloadForm key={workload.version} workload={workload} owners={owners} people={people} owner={owner} accountable={accountable} />
    </Section>
  )
}
