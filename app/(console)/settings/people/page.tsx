import type { Metadata } from 'next'
import { cache } from 'react'
import { ListFrame } from '@/components/directory/list-frame.tsx'
import { PeopleTable } from '@/components/people/people-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import { listUsers, readUserRow, type UserRow } from '@/lib/db/list-users.ts'
import { directoryHref, readDirectorySearch } from '@/lib/model/directory-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { ground, webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { PersonForm } from './person-form.tsx'

type Props = { searchParams: Promise<RawQuery> }

const path = '/settings/people'

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await pageViewer('settings:read')
  const query = await searchParams
  const { text } = readDirectorySearch(query, [])
  const about = (await editedPerson(query.edit))?.name ?? (text === null ? null : `“${text}”`)
  return { title: ['People and roles', about, 'Settings'].filter(Boolean).join(' · ') }
}

export default async function PeoplePage({ searchParams }: Props) {
  const viewer = await pageViewer('settings:read')
  const mayEdit = may(viewer.role, 'people:edit')
  const query = await searchParams
  const search = readDirectorySearch(query, [])
  // Accounts live by the real clock, whatever the demo's says.
  const { db, now } = await webWorld({ clock: 'system' })
  const [page, edited] = await Promise.all([listUsers(db, search), editedPerson(query.edit)])
  return (
    <>
      <PageHead
        title="People and roles"
        says={`Who may sign in, and as what. ${mayEdit ? 'A change counts from a person’s next click.' : 'An administrator can change it.'}`}
        action={
          mayEdit ? (
            <LinkButton kind="primary" href="/settings/people/new">
              Invite a person
            </LinkButton>
          ) : null
        }
      />
      {edited ? <Edit person={edited} self={viewer.id} back={directoryHref(path, search)} /> : null}
      <ListFrame path={path} of="people" one="person" placeholder="Name or e-mail" search={search} page={page} empty={null}>
        <PeopleTable
          people={page.rows}
          self={viewer.id}
          now={now}
          hrefEdit={mayEdit ? (id) => directoryHref(path, search, { edit: id }) : null}
        />
      </ListFrame>
    </>
  )
}

/** The account that the address opens, for those who may change it; asked once a request. */
const editedPerson = cache(async (id: RawQuery[string]): Promise<UserRow | null> => {
  const { role } = await pageViewer('settings:read')
  return typeof id === 'string' && may(role, 'people:edit') ? readUserRow((await ground()).db, id) : null
})

async function Edit({ person, self, back }: { person: UserRow; self: string; back: string }) {
  const { db } = await ground()
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
