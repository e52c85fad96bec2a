import type { ReactNode } from 'react'
import { drillWords } from '@/components/directory/drill-words.ts'
import { OwnerLink } from '@/components/directory/owner-table.tsx'
import { TokenCount } from '@/components/directory/token-count.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { AgentRow } from '@/lib/model/agent.ts'

/** AI agents with their tokens, who answers for them, and when somebody last tried to switch them off. */
export function AgentTable({ agents, atLeast }: { agents: readonly AgentRow[]; atLeast: boolean }) {
  return (
    <Table caption="AI agents" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Agent</Th>
          <Th>Supervised?</Th>
          <Th className="text-right">Live tokens</Th>
          <Th>Accountable human</Th>
          <Th>Last kill-switch drill</Th>
          <Th>Worst verdict</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {agents.map((agent) => (
          <Tr key={agent.id} data-key-row>
            <Td className="md:max-w-72 md:min-w-44">
              <TwoLines
                first={
                  <TextLink href={hrefOf(agent)} data-key-open className="font-medium break-words">
                    {agent.name}
                  </TextLink>
                }
                second={agent.of === 'token' ? `${agent.second}, a token of no known agent` : agent.second}
              />
            </Td>
            <Td label="Supervised?">{agent.agent}</Td>
            <Td label="Live tokens" className="md:text-right">
              {agent.of === 'token' ? (
                <TextLink href={`/tokens?id=${agent.id}`} aria-label={`1 token of ${agent.name}`}>
                  1
                </TextLink>
              ) : (
                <TokenCount facet="workload" id={agent.id} of={agent.name} count={agent.tokens} atLeast={atLeast} />
              )}
            </Td>
            <Td label="Accountable human" className="md:min-w-36">
              <Human of={agent} />
            </Td>
            <Td label="Last kill-switch drill" className="md:min-w-36">
              {drillOf(agent)}
            </Td>
            <Td label="Worst verdict">
              {agent.verdict ? <Verdict verdict={agent.verdict} wraps /> : <Nothing is={atLeast ? 'none seen' : 'none'} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function hrefOf({ of, id }: AgentRow): string {
  return of === 'token' ? `/tokens/${id}` : `/directory/workloads/${id}`
}

/** A team, and somebody who has left, are said as that: neither is a person who answers. */
function Human({ of: { human, of } }: { of: AgentRow }) {
  if (!human) return <span className="font-medium text-standing">nobody</span>
  const told = human.status === 'departed' ? 'has left' : human.kind === 'team' ? 'a team, no one person' : null
  return (
    <TwoLines
      first={<OwnerLink id={human.id} name={human.name} />}
      second={told ? <span className="font-medium text-standing">{told}</span> : of === 'token' ? 'owns the token' : null}
    />
  )
}

function drillOf({ drill, drilled, tokens, of }: AgentRow): ReactNode {
  if (!drill) return <span className="text-text-3">never</span>
  const reach = drill.on === 'token' && of === 'workload' && !drilled && tokens > 1 ? 'of one of its tokens' : null
  const stale = drilled || reach ? null : 'no longer counts'
  return (
    <TwoLines
      first={
        <>
          {dateWords(drill.at)} · {drillWords(drill.minutes)}
        </>
      }
      second={reach ?? stale}
    />
  )
}
