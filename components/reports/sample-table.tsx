import { Verdict } from '@/components/tokens/verdict.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'

type Row = {
  id: string
  name: string
  displayId: string
  kind: string
  source: string
  owner: string | null
  verdict: VerdictName
  risk: number
}

/** The tokens of a sample in the order the seed gives them, each with its file. */
export function SampleTable({ rows }: { rows: readonly Row[] }) {
  return (
    <Table caption="Tokens of the sample" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Source</Th>
          <Th>Owner</Th>
          <Th>Verdict</Th>
          <Th className="text-right">Risk</Th>
          <Th>Evidence</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ id, name, displayId, kind, source, owner, verdict, risk }) => (
          <Tr key={id}>
            <Td className="md:min-w-48">
              <TwoLines first={<TextLink href={`/tokens/${id}`}>{name}</TextLink>} second={`${kind} · ${displayId}`} />
            </Td>
            <Td label="Source">{source}</Td>
            <Td label="Owner">{owner ?? <Nothing is="none" />}</Td>
            <Td label="Verdict">
              <Verdict verdict={verdict} wraps />
            </Td>
            <Td label="Risk" className="md:text-right">
              {risk}
            </Td>
            <Td label="Evidence">
              <a
                href={`/api/v1/evidence/${id}`}
                download
                className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
                aria-label={`Download evidence of ${name}`}
              >
                Download
              </a>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
