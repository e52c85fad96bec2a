import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { CoverageMark } from './coverage-mark.tsx'
import type { CoverageGroup } from './coverage-matrix.tsx'

/** Imported files, one a row: each holds rows of one kind, whole, as of its import and nothing after it. */
export function FileCoverage({ group: { label, sources } }: { group: CoverageGroup }) {
  return (
    <Table caption={`Coverage of ${label}`}>
      <thead>
        <tr>
          <Th>File</Th>
          <Th>Rows</Th>
          <Th className="hidden sm:table-cell">After its import</Th>
        </tr>
      </thead>
      <tbody>
        {sources.map(({ id, name, lines }) => (
          <Tr key={id}>
            <Td>
              <TextLink href={`/sources/${id}`}>{name}</TextLink>
            </Td>
            <Td>
              {lines
                .filter(({ state, object }) => state !== 'not-offered' && (object !== 'rows of the file' || lines.length <= 2))
                .map((line) => (
                  <CoverageMark
                    key={line.object}
                    line={{ ...line, word: line.object === 'rows of the file' ? line.word : `${line.object}: ${line.word}` }}
                  />
                ))}
            </Td>
            <Td className="hidden text-text-2 sm:table-cell">not offered: a file does not sync. Import it again under the same name.</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
