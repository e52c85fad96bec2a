import type { Metadata } from 'next'
import { ListFrame } from '@/components/directory/list-frame.tsx'
import { listTitle } from '@/components/directory/list-title.ts'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { WorkloadTable } from '@/components/directory/workload-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { countWorkloads, listWorkloads, workloadShows, type WorkloadShow } from '@/lib/db/list-workloads.ts'
import { directoryHref, readDirectorySearch } from '@/lib/model/directory-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

type WorkloadsPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: WorkloadsPageProps): Promise<Metadata> {
  const { show, text } = readDirectorySearch(await searchParams, workloadShows)
  return { title: listTitle('Workloads', { show: show && showWords[show], text }) }
}

const path = '/directory/workloads'
const showWords: Readonly<Record<WorkloadShow, string>> = {
  unrated: 'Sensitivity unknown',
  agents: 'AI agents',
  unanswered: 'Agents nobody answers for',
  ended: 'Ended',
}

export default async function WorkloadsPage({ searchParams }: WorkloadsPageProps) {
  const viewer = await pageViewer('directory:read')
  const search = readDirectorySearch(await searchParams, workloadShows)
  const mayEdit = may(viewer.role, 'directory:edit')
  const { db } = await webWorld()
  const [page, counts, { atLeast, notice }] = await Promise.all([listWorkloads(db, search), countWorkloads(db), whatLacks(viewer)])
  const shows = [null, ...workloadShows].map((show) => ({
    label: show ? showWords[show] : 'All',
    count: counts[show ?? 'all'],
    href: directoryHref(path, { text: search.text, show, from: null }),
    here: search.show === show,
  }))
  return (
    <>
      <PageHead title="Directory" says={<Says unrated={counts.unrated} />} action={mayEdit ? <Actions /> : null} />
      <DirectoryTabs here="workloads" />
      {notice}
      <ListFrame path={path} of="workloads" one="workload" placeholder="Name or key" search={search} page={page} shows={shows} empty={<NoWorkloads mayEdit={mayEdit} />}>
        <WorkloadTable workloads={page.rows} atLeast={atLeast} />
      </ListFrame>
    </>
  )
} // prettier-ignore

function Says({ unrated }: { unrated: number }) {
  if (unrated === 0) return <p>What uses tokens, how sensitive it is, and who answers for it.</p>
  const one = unrated === 1
  return (
    <p>
      <TextLink href={`${path}?show=unrated`}>{one ? 'One workload' : `${countWords(unrated)} workloads`}</TextLink> {one ? 'has' : 'have'}{' '}
      no known sensitivity, so that {one ? 'its' : 'their'} tokens are scored as reaching customer data.
    </p>
  )
}

function Actions() {
  return (
    <div className="flex flex-wrap gap-2">
      <LinkButton href="/directory/import?rows=workloads">Import a CSV</LinkButton>
      <LinkButton href="/directory/workloads/new" kind="primary">
        Add a workload
      </LinkButton>
    </div>
  )
}

function NoWorkloads({ mayEdit }: { mayEdit: boolean }) {
  return (
    <EmptyState
      title="No workload is known yet."
      action={mayEdit ? <LinkButton href="/directory/import?rows=workloads">Import a CSV</LinkButton> : null}
    >
      Import what uses tokens, with its environment and how sensitive it is, or add workloads one by one. Tokens that name one by its key
      are its own from then on.
    </EmptyState>
  )
}
