import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import type { RuleCondition } from '@/lib/model/rule.ts'
import { Card, Cards } from './cards.tsx'
import { conditionWords } from './condition-words.ts'
import { OwnerLink } from './owner-table.tsx'
import { NoCount } from './token-count.tsx'
import { WorkloadLink } from './workload-table.tsx'

export type RuleLine = {
  id: string
  name: string
  condition: RuleCondition
  ownerId: string | null
  ownerName: string | null
  workloadId: string | null
  workloadName: string | null
  sourceName: string | null
  enabled: boolean
  /** Live tokens it assigns something to. */
  assigns: number
}

type RuleTableProps = { rules: readonly RuleLine[]; atLeast: boolean; acts: ((rule: RuleLine, place: number) => ReactNode) | null }

/** The rules in their order: a table, and on a phone cards. `acts` are a line's buttons, for those who may. */
export function RuleTable({ rules, atLeast, acts }: RuleTableProps) {
  return (
    <>
      <Cards label="Rules, in the order in which they are asked">
        {rules.map((rule, place) => (
          <Card
            key={rule.id}
            name={
              <>
                <span className="text-text-3">{place + 1}.</span> <RuleLink {...rule} />
              </>
            }
            facts={[
              ['When', conditionWords(rule.condition, rule.sourceName)],
              ...(rule.ownerName ? [['Owner', rule.ownerName] as const] : []),
              ...(rule.workloadName ? [['Workload', rule.workloadName] as const] : []),
              ['Assigns', assignsOf(rule, atLeast)],
              ...(acts ? [['', <div key="acts" className="mt-2">{acts(rule, place)}</div>] as const] : []),
            ]}
          />
        ))}
      </Cards>
      <Table caption="Rules, in the order in which they are asked" sticks className="max-md:hidden">
        <thead>
          <tr>
            <Th className="text-right">Place</Th>
            <Th>Rule</Th>
            <Th>When</Th>
            <Th>Owner</Th>
            <Th>Workload</Th>
            <Th className="text-right">Assigns now</Th>
            {acts ? (
              <Th>
                <span className="sr-only">Change</span>
              </Th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, place) => (
            <Tr key={rule.id} data-key-row className={rule.enabled ? '' : 'bg-panel'}>
              <Td className="text-right">{place + 1}</Td>
              <Td className="min-w-40 break-words">
                <RuleLink {...rule} opens />
              </Td>
              <Td className="min-w-56 break-words">{conditionWords(rule.condition, rule.sourceName)}</Td>
              <Td className="min-w-32">{rule.ownerId && rule.ownerName ? <OwnerLink id={rule.ownerId} name={rule.ownerName} /> : <Nothing is="none" />}</Td>
              <Td className="min-w-32">{rule.workloadId && rule.workloadName ? <WorkloadLink id={rule.workloadId} name={rule.workloadName} /> : <Nothing is="none" />}</Td>
              <Td className="text-right">{assignsOf(rule, atLeast)}</Td>
              {acts ? <Td>{acts(rule, place)}</Td> : null}
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
} // prettier-ignore

function RuleLink({ id, name, enabled, opens }: RuleLine & { opens?: boolean }) {
  return (
    <>
      <Link href={`/directory/rules/${id}`} data-key-open={opens} className="font-medium underline-offset-2 hover:underline">
        {name}
      </Link>
      {enabled ? null : <span className="text-text-3"> (off)</span>}
    </>
  )
}

function assignsOf({ id, name, assigns, enabled }: RuleLine, atLeast: boolean): ReactNode {
  if (!enabled) return <span className="text-text-3">off</span>
  if (assigns === 0) return <NoCount atLeast={atLeast} />
  return (
    <TextLink
      href={`/directory/rules/${id}#assigns`}
      aria-label={`${leastWords(assigns, atLeast)} ${assigns === 1 ? 'token' : 'tokens'} of ${name}`}
      className="whitespace-nowrap"
    >
      {leastWords(assigns, atLeast)}
    </TextLink>
  )
}
