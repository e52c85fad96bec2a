import { OwnerLines } from '@/components/tokens/owner-lines.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'

type Judged = { verdict: VerdictName; risk: number }

/** A token that a change would move. */
export type MovedLine = {
  id: string
  name: string
  kind: string
  ownerName: string | null
  ownerStatus: 'active' | 'departed' | null
  now: Judged
  then: Judged
}

/** The tokens that a change would move, each with its verdict and risk before and after. */
export function MovedTable({ tokens }: { tokens: readonly MovedLine[] }) {
  return (
    <Table caption="Tokens that move" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Owner</Th>
          <Th>Now</Th>
          <Th>Then</Th>
          <Th className="text-right">Risk removed</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {tokens.map(({ id, name, kind, ownerName, ownerStatus, now, then }) => (
          <Tr key={id} data-key-row>
            <Td className="md:max-w-72 md:min-w-44">
              <TwoLines
                first={
                  <TextLink href={`/tokens/${id}`} data-key-open className="font-medium break-words">
                    {name}
                  </TextLink>
                }
                second={kind}
              />
            </Td>
            <Td label="Owner" className="md:max-w-40">
              <OwnerLines name={ownerName} status={ownerStatus} />
            </Td>
            <Td label="Now">
              <TwoLines first={<Verdict verdict={now.verdict} wraps />} second={`risk ${now.risk}`} />
            </Td>
            <Td label="Then">
              <TwoLines first={<Verdict verdict={then.verdict} wraps />} second={`risk ${then.risk}`} />
            </Td>
            <Td label="Risk removed" className="md:text-right">
              {now.risk - then.risk}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
