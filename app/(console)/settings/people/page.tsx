import type { Metadata } from 'next'
import { NameList } from '@/components/directory/name-list.tsx'
import { PeopleTable } from '@/components/people/people-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import { listUsers, readUserRow, type UserRow } from '@/lib/db/list-users.ts'
import { nameSearchHref, readNameSearch } from '@/lib/model/name-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { PersonForm } from './person-form.tsx'

export const metadata: Metadata = { title: 'People and roles' }

export default async function PeoplePage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('people:edit')
  const query = await searchParams
  const search = readNameSearch(query)
  // Accounts live by the real clock, whatever the demo's says.
  const { db, now } = await webWorld({ clock: 'system' })
  const [{ rows, total }, edited] = await Promise.all([
    listUsers(db, search),
    typeof query.edit === 'string' ? readUserRow(db, query.edit) : null,
  ])
  return (
    <>
      <PageHead
        title="People and roles"
        says="Who may sign in, and as what. A change counts from a person’s next click."
        action={
          <LinkButton kind="primary" href="/settings/people/new">
            Invite a person
          </LinkButton>
        }
      />
      {edited ? <Edit person={edited} self={viewer.id} back={nameSearchHref('/settings/people', search)} /> : null}
      <NameList
        path="/settings/people"
        of="people"
        placeholder="Name or e-mail"
        search={search}
        shown={rows.length}
        total={total}
        empty={null}
      >
        <PeopleTable people={rows} self={viewer.id} now={now} hrefEdit={(id) => nameSearchHref('/settings/people', search, { edit: id })} />
      </NameList>
    </>
  )
}

async function Edit({ person, self, back }: { person: UserRow; self: string; back: string }) {
  const { db } = await webWorld()
  const owner = person.ownerId && person.ownerName ? { id: person.ownerId, name: person.ownerName, says: null } : null
  return (
    <PersonForm
      person={{
        id: person.id,
        name: person.name,
        role: person.role,
        disabled: person.disabledAt !== null,
        endsOn: person.endsAt?.toISOString().slice(0, 10) ?? '',
        owner,
        isSelf: person.id === self,
        hasPassword: person.hasPassword,
        hasFactor: person.hasFactor,
        version: person.version,
      }}
      owners={await ownerChoices(db)}
      back={back}
    />
  )
}
