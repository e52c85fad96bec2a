import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { Role } from '@/lib/model/viewer.ts'
import { roleWords } from './role-words.ts'

export type PersonLine = {
  id: string
  name: string
  email: string
  role: Role
  ownerName: string | null
  disabledAt: Date | null
  endsAt: Date | null
  lastSeenAt: Date | null
  hasPassword: boolean
  hasFactor: boolean
  linkUntil: Date | null
}

type PeopleTableProps = {
  people: readonly PersonLine[]
  self: string
  now: Date
  /** Null for those who read the list and change nothing. */
  hrefEdit: ((id: string) => string) | null
}

/** Who may sign in, as what, and until when. */
export function PeopleTable({ people, self, now, hrefEdit }: PeopleTableProps) {
  return (
    <Table caption="People" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Name</Th>
          <Th>Role</Th>
          <Th>Is the owner</Th>
          <Th>Status</Th>
          <Th>Ends</Th>
          <Th>Second factor</Th>
          <Th>Last seen</Th>
          {hrefEdit ? (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          ) : null}
        </Tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Tr key={person.id} data-key-row={hrefEdit ? '' : undefined}>
            <Td className="max-w-80 min-w-48">
              <TwoLines first={<span className="font-medium">{person.id === self ? `${person.name} (you)` : person.name}</span>} second={person.email} />
            </Td>
            <Td label="Role">{roleWords[person.role].label}</Td>
            <Td label="Is the owner" className="min-w-32">{ownerOf(person)}</Td>
            <Td label="Status">{statusOf(person, now)}</Td>
            <Td label="Ends" className="whitespace-nowrap">{person.endsAt ? dateWords(person.endsAt) : <Nothing is="never" />}</Td>
            <Td label="Second factor">{person.hasFactor ? 'on' : <Nothing is="none" />}</Td>
            <Td label="Last seen">{person.lastSeenAt ? <Past at={person.lastSeenAt} now={now} /> : <Nothing is="never" />}</Td>
            {hrefEdit ? (
              <Td className="text-right">
                <TextLink
                  href={hrefEdit(person.id)}
                  aria-label={`Edit ${person.name}`}
                  data-key-open
                  className="inline-flex items-center pointer-coarse:min-h-11 pointer-coarse:min-w-11"
                >
                  Edit
                </TextLink>
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

function ownerOf({ role, ownerName }: PersonLine) {
  if (ownerName) return ownerName
  return role === 'owner' ? <span className="text-standing">nobody yet: sees no token</span> : <Nothing is="not applicable" />
}

function statusOf({ disabledAt, endsAt, hasPassword, linkUntil }: PersonLine, now: Date) {
  if (disabledAt) return <span className="font-medium text-standing">disabled</span>
  if (!hasPassword)
    return linkUntil && linkUntil > now ? (
      `invited until ${dateWords(linkUntil)}`
    ) : (
      <span className="font-medium text-standing">invitation ran out</span>
    )
  return endsAt && endsAt <= now ? <span className="font-medium text-standing">ended</span> : 'active'
}
