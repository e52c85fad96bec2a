import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { cn } from '@/components/ui/cn.ts'

/** One object of one provider, as far as the newest sync saw it. */
export type CoverageLine = {
  source: string
  object: string
  state: 'seen' | 'not-permitted' | 'incomplete' | 'not-yet' | 'not-offered' | 'not-built'
  /** "seen 412", "not permitted". */
  word: string
  says: string
}

const look: Readonly<Record<CoverageLine['state'], string>> = {
  seen: 'text-fine',
  'not-permitted': 'text-revoke',
  incomplete: 'text-standing',
  'not-yet': 'text-text-2',
  'not-offered': 'text-text-2',
  'not-built': 'text-text-2',
}

/** What is seen of each source and what is not: by our lack of permission, by the provider, or because it is not built. */
export function CoverageTable({ lines, withSource }: { lines: readonly CoverageLine[]; withSource: boolean }) {
  return (
    <Table caption="Coverage">
      <thead>
        <tr>
          {withSource ? <Th>Source</Th> : null}
          <Th>Object</Th>
          <Th>Coverage</Th>
          <Th>What that means</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Tr key={`${line.source} ${line.object}`}>
            {withSource ? <Td className="whitespace-nowrap">{line.source}</Td> : null}
            <Td>{line.object}</Td>
            <Td className={cn('font-medium whitespace-nowrap', look[line.state])}>{line.word}</Td>
            <Td className="min-w-60 text-text-2">{line.says}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
