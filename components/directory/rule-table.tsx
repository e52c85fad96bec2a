import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { RuleCondition } from '@/lib/model/rule.ts'
import { conditionWords } from './condition-words.ts'

export type RuleLine = {
  id: string
  position: number
  name: string
  condition: RuleCondition
  ownerName: string | null
  workloadName: string | null
  sourceName: string | null
  /** Live tokens it assigns something to. */
  assigns: number
}

/** The rules in their order. `hrefRemove` leads to a line's removal, for those who may. */
export function RuleTable({ rules, hrefRemove }: { rules: readonly RuleLine[]; hrefRemove: ((id: string) => string) | null }) {
  return (
    <Table caption="Rules, in the order in which they are asked">
      <thead>
        <tr>
          <Th className="text-right">Position</Th>
          <Th>Rule</Th>
          <Th>When</Th>
          <Th>Owner</Th>
          <Th>Workload</Th>
          <Th className="text-right">Assigns now</Th>
          {hrefRemove ? (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <Tr key={rule.id}>
            <Td className="text-right">{rule.position}</Td>
            <Td className="min-w-32 font-medium break-words">{rule.name}</Td>
            <Td className="min-w-56 break-words">{conditionWords(rule.condition, rule.sourceName)}</Td>
            <Td className="min-w-32">{rule.ownerName ?? <Nothing is="none" />}</Td>
            <Td className="min-w-32">{rule.workloadName ?? <Nothing is="none" />}</Td>
            <Td className="text-right">{countWords(rule.assigns)}</Td>
            {hrefRemove ? (
              <Td className="text-right">
                <TextLink href={hrefRemove(rule.id)} aria-label={`Remove ${rule.name}`}>
                  Remove
                </TextLink>
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
