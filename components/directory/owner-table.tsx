import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { TokenCount } from './token-count.tsx'

export type OwnerLine = {
  id: string
  kind: string
  name: string
  email: string | null
  teamName: string | null
  status: 'active' | 'departed'
  tokens: number
}

/** Who there is. `hrefEdit` leads to a line's form, for those who may change it. */
export function OwnerTable({ owners, hrefEdit }: { owners: readonly OwnerLine[]; hrefEdit: ((id: string) => string) | null }) {
  return (
    <Table caption="Owners">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Kind</Th>
          <Th>E-mail</Th>
          <Th>Team</Th>
          <Th className="text-right">Live tokens</Th>
          <Th>Status</Th>
          {hrefEdit ? (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {owners.map((owner) => (
          <Tr key={owner.id}>
            <Td className="min-w-40 font-medium break-words">{owner.name}</Td>
            <Td>{owner.kind}</Td>
            <Td className="min-w-48 break-all">{owner.email ?? <Nothing is="none" />}</Td>
            <Td className="min-w-32">{owner.teamName ?? <Nothing is="none" />}</Td>
            <Td className="text-right">
              <TokenCount facet="owner" id={owner.id} of={owner.name} count={owner.tokens} />
            </Td>
            <Td className={owner.status === 'departed' ? 'font-medium text-standing' : ''}>{owner.status}</Td>
            {hrefEdit ? (
              <Td className="text-right">
                <TextLink href={hrefEdit(owner.id)} aria-label={`Edit ${owner.name}`}>
                  Edit
                </TextLink>
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
