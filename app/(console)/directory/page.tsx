import type { Metadata } from 'next'
import { ListFrame } from '@/components/directory/list-frame.tsx'
import { listTitle } from '@/components/directory/list-title.ts'
import { OwnerTable } from '@/components/directory/owner-table.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastAtHead } from '@/components/ui/time-words.ts'
import { countOwners, listOwners, ownerShows, type OwnerShow } from '@/lib/db/list-owners.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { directoryHref, readDirectorySearch } from '@/lib/model/directory-search.ts'
import { readTokenSearch, type RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../what-lacks.tsx'

type OwnersPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: OwnersPageProps): Promise<Metadata> {
  const { show, text } = readDirectorySearch(await searchParams, ownerShows)
  return { title: listTitle('Owners', { show: show && showWords[show], text }) }
}

const path = '/directory'
const showWords: Readonly<Record<OwnerShow, string>> = {
  people: 'People',
  teams: 'Teams',
  departed: 'Departed',
  'departed-with-tokens': 'Departed with tokens',
}

export default async function OwnersPage({ searchParams }: OwnersPageProps) {
  const viewer = await pageViewer('directory:read')
  const search = readDirectorySearch(await searchParams, ownerShows)
  const { db, now } = await webWorld()
  const [page, counts, facets, { atLeast, notice }] = await Promise.all([
    listOwners(db, search),
    countOwners(db),
    tokenFacets(db, viewer.scope, readTokenSearch({}), now),
    whatLacks(viewer),
  ])
  const ownerless = facets.counts.owner.find(({ value }) => value === 'none')?.count ?? 0
  const mayEdit = may(viewer.role, 'directory:edit')
  const shows = [null, ...ownerShows].map((show) => ({
    label: show ? showWords[show] : 'All',
    count: counts[show ?? 'all'],
    href: directoryHref(path, { text: search.text, show, from: null }),
    here: search.show === show,
  }))
  return (
    <>
      <PageHead
        title="Directory"
        says={<p>Who tokens belong to, what uses them, and the rules that say so. {ownerlessWords(ownerless, facets.total, atLeast)}</p>}
        action={mayEdit ? <Actions /> : null}
      />
      <DirectoryTabs here="owners" />
      {notice}
      <ListFrame path={path} of="owners" one="owner" placeholder="Name or e-mail" search={search} page={page} shows={shows} empty={<NoOwners mayEdit={mayEdit} />}>
        <OwnerTable owners={page.rows} atLeast={atLeast} now={now} />
      </ListFrame>
    </>
  )
} // prettier-ignore

function Actions() {
  return (
    <div className="flex flex-wrap gap-2">
      <LinkButton href="/directory/import?rows=owners">Import a CSV</LinkButton>
      <LinkButton href="/directory/owners/new" kind="primary">
        Add an owner
      </LinkButton>
    </div>
  )
}

function ownerlessWords(ownerless: number, total: number, atLeast: boolean) {
  if (ownerless === 0) return total > 0 ? `Every live token${atLeast ? ' that was read' : ''} has an owner.` : null
  return (
    <>
      <TextLink href="/tokens?owner=none">{leastAtHead(ownerless, atLeast)} live tokens</TextLink> have no owner;{' '}
      <TextLink href="/directory/suggestions">see who may own them</TextLink>.
    </>
  )
}

function NoOwners({ mayEdit }: { mayEdit: boolean }) {
  return (
    <EmptyState
      title="No owner is known yet."
      action={mayEdit ? <LinkButton href="/directory/import?rows=owners">Import a CSV</LinkButton> : null}
    >
      Import the people and teams who may own tokens, or add them one by one. Tokens whose provider names them are theirs from then on.
    </EmptyState>
  )
}
