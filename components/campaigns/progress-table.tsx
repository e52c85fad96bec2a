import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { ReviewCounts } from '@/lib/model/campaign.ts'
import { Count } from './campaign-table.tsx'

export type ProgressLine = ReviewCounts & { id: string; name: string | null; teamName: string | null }

type ProgressTableProps = {
  of: 'owner' | 'team'
  lines: readonly ProgressLine[]
  closed: boolean
  /** Where a line's own page is, for those who may answer there. */
  hrefOf: ((line: ProgressLine) => string) | null
}

/** How far each owner or team is, those with most left first. */
export function ProgressTable({ of, lines, closed, hrefOf }: ProgressTableProps) {
  return (
    <Table caption={of === 'owner' ? 'Progress by owner' : 'Progress by team'} cards>
      <thead role="rowgroup">
        <Tr>
          <Th>{of === 'owner' ? 'Owner' : 'Team, or whoever is in none'}</Th>
          {['Tokens', closed ? 'Unanswered' : 'Left', 'Keep', 'Narrow', 'Retire', 'Not mine', 'Gone'].map((head) => (
            <Th key={head} className="text-right">
              {head}
            </Th>
          ))}
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map((line) => (
          <Tr key={line.id ?? 'nobody'} data-key-row>
            <Td className="md:max-w-72 md:min-w-40">
              {hrefOf ? (
                <TextLink
                  href={hrefOf(line)}
                  data-key-open
                  className="inline-flex min-h-11 items-center font-medium break-words md:inline md:min-h-0"
                >
                  {line.name ?? 'Nobody’s'}
                </TextLink>
              ) : (
                <span className="font-medium break-words">{line.name ?? 'Nobody’s'}</span>
              )}
              {line.teamName ? <div className="text-meta break-words text-text-3">{line.teamName}</div> : null}
            </Td>
            <Count label="Tokens" count={line.tokens} />
            <Count label={closed ? 'Unanswered' : 'Left'} count={line.open} />
            <Count label="Keep" count={line.kept} />
            <Count label="Narrow" count={line.narrowed} />
            <Count label="Retire" count={line.retired} />
            <Count label="Not mine" count={line.disowned} />
            <Count label="Gone" count={line.gone} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
