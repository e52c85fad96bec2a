import type { Metadata } from 'next'
import { NameList } from '@/components/directory/name-list.tsx'
import { OwnerTable } from '@/components/directory/owner-table.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { listOwners, readOwner } from '@/lib/db/list-owners.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { nameSearchHref, readNameSearch } from '@/lib/model/name-search.ts'
import { readTokenSearch, type RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { OwnerForm } from './owner-form.tsx'

export const metadata: Metadata = { title: 'Owners · Directory' }

export default async function OwnersPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('directory:read')
  const query = await searchParams
  const search = readNameSearch(query)
  const mayEdit = may(viewer.role, 'directory:edit')
  const { db, now } = await webWorld()
  const [{ rows, total }, edited, facets] = await Promise.all([
    listOwners(db, search),
    mayEdit && typeof query.edit === 'string' ? readOwner(db, query.edit) : null,
    tokenFacets(db, viewer.scope, readTokenSearch({}), now),
  ])
  const ownerless = facets.counts.owner.find(({ value }) => value === 'none')?.count ?? 0
  return (
    <>
      <PageHead
        title="Directory"
        says={
          <p>
            Who tokens belong to, what uses them, and the rules that say so.{' '}
            {ownerless > 0 ? (
              <>
                <TextLink href="/tokens?owner=none">{countWords(ownerless)} live tokens</TextLink> have no owner.
              </>
            ) : facets.total > 0 ? (
              'Every live token has an owner.'
            ) : null}
          </p>
        }
      />
      <DirectoryTabs here="owners" />
      {edited ? <OwnerForm owner={edited} back={nameSearchHref('/directory', search)} /> : null}
      <NameList
        path="/directory"
        of="owners"
        placeholder="Name or e-mail"
        search={search}
        shown={rows.length}
        total={total}
        empty={
          <EmptyState title="No owner is known yet.">
            Owners come from a file: import one with the columns key, kind, name, email, team and status. Tokens whose provider names them
            are theirs from then on.
          </EmptyState>
        }
      >
        <OwnerTable owners={rows} hrefEdit={mayEdit ? (id) => nameSearchHref('/directory', search, { edit: id }) : null} />
      </NameList>
    </>
  )
}
