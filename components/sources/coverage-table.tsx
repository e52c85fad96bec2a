import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { CoverageMark } from './coverage-mark.tsx'

/** One object of one provider, as far as the newest sync saw it. */
export type CoverageLine = {
  object: string
  state: 'seen' | 'not-permitted' | 'incomplete' | 'not-yet' | 'not-asked' | 'not-offered' | 'not-built'
  /** "seen 412", "not permitted": the same words wherever coverage is told. */
  word: string
  says: string
  /** A part of it is not asked for; `state` tells of the rest. */
  inPart?: true
  /** The rows in the inventory that it counts. */
  href?: string
}

/** What is seen of one source and what is not: by our lack of permission, by the provider, or because it is not built. */
export function CoverageTable({ lines }: { lines: readonly CoverageLine[] }) {
  return (
    <Table caption="Coverage">
      <thead>
        <tr>
          <Th>Object</Th>
          <Th>Coverage</Th>
          <Th className="hidden sm:table-cell">What that means</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Tr key={line.object}>
            <Td className="min-w-32">
              {line.object}
              <span className="block text-meta text-text-2 sm:hidden">{line.says}</span>
            </Td>
            <Td>
              <CoverageMark line={line} />
            </Td>
            <Td className="hidden min-w-60 text-text-2 sm:table-cell">{line.says}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
