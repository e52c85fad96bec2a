import type { ReactNode } from 'react'
import { sensitivityWord } from '@/components/tokens/fact-words.ts'
import { Link } from '@/components/ui/link.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import type { Agent, Sensitivity } from '@/lib/model/facts.ts'
import type { KnownWorkload } from '@/lib/model/token.ts'
import { Card, Cards } from './cards.tsx'
import { OwnerLink } from './owner-table.tsx'
import { TokenCount } from './token-count.tsx'
import { workloadAgentWord, workloadStatusWord } from './workload-words.ts'

export type WorkloadLine = {
  id: string
  key: string
  name: string
  environment: string | null
  sensitivity: Sensitivity | null
  dataClasses: readonly string[]
  agent: Agent
  accountableId: string | null
  accountableName: string | null
  ownerId: string | null
  ownerName: string | null
  status: KnownWorkload['status']
  tokens: number
}

/** What runs, how much it matters, and who answers for it: a table, and on a phone cards. */
export function WorkloadTable({ workloads, atLeast }: { workloads: readonly WorkloadLine[]; atLeast: boolean }) {
  return (
    <>
      <Cards label="Workloads">
        {workloads.map((one) => (
          <Card key={one.id} name={<WorkloadLink id={one.id} name={one.name} />} facts={factsOf(one, atLeast)} />
        ))}
      </Cards>
      <Table caption="Workloads" sticks className="max-md:hidden">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Environment</Th>
            <Th>Sensitivity</Th>
            <Th>Owner</Th>
            <Th>AI agent</Th>
            <Th>Answers for it</Th>
            <Th className="text-right">Live tokens</Th>
            <Th>Status</Th>
          </tr>
        </thead>
        <tbody>
          {workloads.map((one) => (
            <Tr key={one.id} data-key-row>
              <Td className="max-w-64 min-w-40">
                <TwoLines first={<WorkloadLink id={one.id} name={one.name} data-key-open />} second={one.key === one.name.toLowerCase() ? '' : one.key} />
              </Td>
              <Td>{one.environment ?? <Nothing is="not reported" />}</Td>
              <Td className="max-w-56 min-w-36">
                <TwoLines first={sensitivityOf(one)} second={one.dataClasses.join(', ')} />
              </Td>
              <Td className="min-w-32">{one.ownerId && one.ownerName ? <OwnerLink id={one.ownerId} name={one.ownerName} /> : <Nothing is="none" />}</Td>
              <Td className="min-w-32">{one.agent === 'none' ? <Nothing is="none" /> : workloadAgentWord[one.agent]}</Td>
              <Td className="min-w-32">{answersFor(one)}</Td>
              <Td className="text-right">
                <TokenCount facet="workload" id={one.id} of={one.name} count={one.tokens} atLeast={atLeast} />
              </Td>
              <Td className={one.status === 'active' ? 'text-text-2' : 'font-medium text-standing'}>{workloadStatusWord[one.status]}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
} // prettier-ignore

function factsOf(one: WorkloadLine, atLeast: boolean): [string, ReactNode][] {
  return [
    ['Environment', one.environment ?? <Nothing is="not reported" key="environment" />],
    ['Sensitivity', sensitivityOf(one)],
    ['Owner', one.ownerName ?? <Nothing is="none" key="owner" />],
    ...(one.agent === 'none' ? [] : ([['AI agent', workloadAgentWord[one.agent]], ['Answers for it', answersFor(one)]] as [string, ReactNode][])),
    ['Live tokens', <TokenCount key="tokens" facet="workload" id={one.id} of={one.name} count={one.tokens} atLeast={atLeast} />],
    ...(one.status === 'active' ? [] : ([['Status', workloadStatusWord[one.status]]] as [string, ReactNode][])),
  ]
} // prettier-ignore

/** A workload's name, leading to its page. */
export function WorkloadLink({ id, name, ...rest }: { id: string; name: string; 'data-key-open'?: boolean }) {
  return (
    <Link href={`/directory/workloads/${id}`} className="font-medium underline-offset-2 hover:underline" {...rest}>
      {name}
    </Link>
  )
}

function sensitivityOf({ sensitivity }: WorkloadLine): ReactNode {
  return sensitivity === null ? <span className="text-standing">unknown, assumed customer data</span> : sensitivityWord[sensitivity]
}

/** An agent that nobody answers for is said aloud. */
function answersFor({ agent, accountableId, accountableName }: WorkloadLine): ReactNode {
  if (accountableId && accountableName) return <OwnerLink id={accountableId} name={accountableName} />
  return agent === 'none' ? <Nothing is="not applicable" /> : <span className="font-medium text-standing">nobody</span>
}
