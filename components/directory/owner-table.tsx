import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { Card, Cards } from './cards.tsx'
import { TokenCount } from './token-count.tsx'

export type OwnerLine = {
  id: string
  kind: 'person' | 'team'
  name: string
  email: string | null
  teamId: string | null
  teamName: string | null
  managerId: string | null
  managerName: string | null
  members: number
  status: 'active' | 'departed'
  tokens: number
  open: number
  lastSignInAt: Date | null
  accounts: number
}

/** Who there is: a table, and on a phone cards. */
export function OwnerTable({ owners, atLeast, now }: { owners: readonly OwnerLine[]; atLeast: boolean; now: Date }) {
  return (
    <>
      <Cards label="Owners">
        {owners.map((owner) => (
          <Card key={owner.id} name={<OwnerLink id={owner.id} name={owner.name} />} act={<Status status={owner.status} />} facts={factsOf(owner, atLeast, now)} />
        ))}
      </Cards>
      <Table caption="Owners" sticks className="max-md:hidden">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Kind</Th>
            <Th>Team</Th>
            <Th>Manager</Th>
            <Th className="text-right">Live tokens</Th>
            <Th className="text-right">Open</Th>
            <Th>Last sign-in</Th>
            <Th>Status</Th>
          </tr>
        </thead>
        <tbody>
          {owners.map((owner) => (
            <Tr key={owner.id} data-key-row>
              <Td className="max-w-72 min-w-44">
                <TwoLines first={<OwnerLink id={owner.id} name={owner.name} data-key-open />} second={owner.email} />
              </Td>
              <Td>{kindWords(owner)}</Td>
              <Td className="min-w-32">{tie(owner.teamId, owner.teamName, owner.kind === 'team')}</Td>
              <Td className="min-w-32">{tie(owner.managerId, owner.managerName, owner.kind === 'team')}</Td>
              <Td className="text-right">
                <TokenCount facet="owner" id={owner.id} of={owner.name} count={owner.tokens} atLeast={atLeast} />
              </Td>
              <Td className="text-right">
                <TokenCount facet="owner" id={owner.id} of={owner.name} count={owner.open} atLeast={atLeast} open />
              </Td>
              <Td>{signIn(owner, now)}</Td>
              <Td>
                <Status status={owner.status} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
} // prettier-ignore

function factsOf(owner: OwnerLine, atLeast: boolean, now: Date): [string, ReactNode][] {
  return [
    ['Kind', kindWords(owner)],
    ...(owner.kind === 'person' ? ([['Team', tie(owner.teamId, owner.teamName, false)]] as [string, ReactNode][]) : []),
    ['Live tokens', <TokenCount key="tokens" facet="owner" id={owner.id} of={owner.name} count={owner.tokens} atLeast={atLeast} />],
    ['Open', <TokenCount key="open" facet="owner" id={owner.id} of={owner.name} count={owner.open} atLeast={atLeast} open />],
    ['Last sign-in', signIn(owner, now)],
  ]
}

/** An owner's name, leading to their page. */
export function OwnerLink({ id, name, ...rest }: { id: string; name: string; 'data-key-open'?: boolean }) {
  return (
    <Link href={`/directory/owners/${id}`} className="font-medium underline-offset-2 hover:underline" {...rest}>
      {name}
    </Link>
  )
}

function Status({ status }: { status: OwnerLine['status'] }) {
  return <span className={status === 'departed' ? 'font-medium text-standing' : 'text-text-2'}>{status}</span>
}

function kindWords({ kind, members }: OwnerLine): string {
  if (kind === 'person') return 'person'
  return members === 0 ? 'team, no members' : `team of ${countWords(members)}`
}

function tie(id: string | null, name: string | null, never: boolean): ReactNode {
  if (never) return <Nothing is="not applicable" />
  return id && name ? <TextLink href={`/directory/owners/${id}`}>{name}</TextLink> : <Nothing is="none" />
}

function signIn({ lastSignInAt, accounts }: OwnerLine, now: Date): ReactNode {
  if (lastSignInAt) return <Past at={lastSignInAt} now={now} />
  return accounts > 0 ? <Nothing is="never" /> : <span className="text-text-3">no account</span>
}
