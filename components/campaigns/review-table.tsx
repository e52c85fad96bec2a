import { Verdict } from '@/components/tokens/verdict.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { ReviewRow } from '@/lib/model/campaign.ts'
import { AnswerLine } from './answer-line.tsx'

/** The tokens of a review with what was answered, whoever they were asked of. */
export function ReviewTable({ rows, closed, now }: { rows: readonly ReviewRow[]; closed: boolean; now: Date }) {
  return (
    <Table caption="Tokens of the review" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Asked of</Th>
          <Th>Verdict now</Th>
          <Th>Answer</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Tr key={row.tokenId} data-key-row>
            <Td className="md:max-w-64 md:min-w-40">
              <TextLink
                href={`/tokens/${row.tokenId}`}
                data-key-open
                className="inline-flex min-h-11 items-center font-medium break-words md:inline md:min-h-0"
              >
                {row.name}
              </TextLink>
              <div className="text-meta break-words text-text-3">
                {row.kind} ·{' '}
                <span translate="no" className="font-mono break-all">
                  {row.displayId}
                </span>
              </div>
            </Td>
            <Td label="Asked of" className="md:max-w-44">
              <span className="break-words">{row.ownerName ?? <span className="text-standing">nobody’s</span>}</span>
            </Td>
            <Td label="Verdict now">
              <Verdict verdict={row.verdict} />
            </Td>
            <Td label="Answer" className="md:min-w-64">
              <AnswerLine row={row} closed={closed} plans="/plans" now={now} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
