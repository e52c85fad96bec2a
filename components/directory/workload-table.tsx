import { sensitivityWord } from '@/components/tokens/fact-words.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { Agent, Sensitivity } from '@/lib/model/facts.ts'
import type { KnownWorkload } from '@/lib/model/token.ts'
import { TokenCount } from './token-count.tsx'
import { workloadAgentWord, workloadStatusWord } from './workload-words.ts'

export type WorkloadLine = {
  id: string
  key: string
  name: string
  environment: string | null
  sensitivity: Sensitivity | null
  agent: Agent
  accountableName: string | null
  ownerName: string | null
  status: KnownWorkload['status']
  tokens: number
}

/** What runs, how much it matters, and who answers for it. `hrefEdit` leads to a line's form, for those who may change it. */
export function WorkloadTable({ workloads, hrefEdit }: { workloads: readonly WorkloadLine[]; hrefEdit: ((id: string) => string) | null }) {
  return (
    <Table caption="Workloads">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Environment</Th>
          <Th>Sensitivity</Th>
          <Th>AI agent</Th>
          <Th>Answers for it</Th>
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
        {workloads.map((one) => (
          <Tr key={one.id}>
            <Td className="max-w-64 min-w-40">
              <TwoLines
                first={<span className="font-medium">{one.name}</span>}
                second={[one.key === one.name.toLowerCase() ? '' : one.key, one.ownerName ? `owner ${one.ownerName}` : ''].filter(Boolean).join(' · ')}
              />
            </Td>
            <Td>{one.environment ?? <Nothing is="not reported" />}</Td>
            <Td className="min-w-36">
              {one.sensitivity === null ? <span className="text-standing">unknown, assumed customer data</span> : sensitivityWord[one.sensitivity]}
            </Td>
            <Td className="min-w-32">{one.agent === 'none' ? <Nothing is="none" /> : workloadAgentWord[one.agent]}</Td>
            <Td className="min-w-32">{answersFor(one)}</Td>
            <Td className="text-right">
              <TokenCount facet="workload" id={one.id} of={one.name} count={one.tokens} />
            </Td>
            <Td className={one.status === 'active' ? '' : 'font-medium text-standing'}>{workloadStatusWord[one.status]}</Td>
            {hrefEdit ? (
              <Td className="text-right">
                <TextLink href={hrefEdit(one.id)} aria-label={`Edit ${one.name}`}>
                  Edit
                </TextLink>
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  ) // prettier-ignore
}

/** An agent that nobody answers for is said aloud. */
function answersFor({ agent, accountableName }: WorkloadLine) {
  if (accountableName) return accountableName
  return agent === 'none' ? <Nothing is="not applicable" /> : <span className="font-medium text-standing">nobody</span>
}
