import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'

export type RmfOutcome = 'meets' | 'fails' | 'unknown'

/** A row of NIST AI RMF, and how many agents make what of it. */
export type RmfLine = {
  id: string
  title: string
  says: string
  tests: string
  counts: Readonly<Record<RmfOutcome, number>>
  hrefs: Readonly<Record<RmfOutcome, string>>
}

export const rmfWords: Readonly<Record<RmfOutcome, string>> = { meets: 'Meets', fails: 'Speaks against', unknown: 'Unknown' }

const columns = ['meets', 'fails', 'unknown'] as const

/** What the agents show of NIST AI RMF; each number opens the agents that it counts. */
export function RmfTable({ rows }: { rows: readonly RmfLine[] }) {
  return (
    <Table caption="NIST AI RMF 1.0, asked of AI agents" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Outcome</Th>
          <Th>Wording, and what is looked at</Th>
          {columns.map((column) => (
            <Th key={column} className="text-right">
              {rmfWords[column]}
            </Th>
          ))}
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ id, title, says, tests, counts, hrefs }) => (
          <Tr key={id}>
            <Td className="md:min-w-40">
              <TwoLines
                first={
                  <span translate="no" className="font-mono font-medium">
                    {id}
                  </span>
                }
                second={title}
              />
            </Td>
            <Td label="Wording" className="md:min-w-72">
              <TwoLines first={says} second={tests} />
            </Td>
            {columns.map((column) => (
              <Td key={column} label={rmfWords[column]} className="md:text-right">
                {counts[column] > 0 ? (
                  <TextLink
                    href={hrefs[column]}
                    aria-label={`${countWords(counts[column])} agents: ${id}, ${rmfWords[column].toLowerCase()}`}
                  >
                    {countWords(counts[column])}
                  </TextLink>
                ) : (
                  <Nothing is="none" />
                )}
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
