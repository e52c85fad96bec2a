import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { countWords, exactly } from '@/components/ui/time-words.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { TakenFile } from '@/lib/model/taken.ts'
import { reportTitle } from './report-title.ts'

/** Who took what, when (in real time), as of when (by the estate's clock), how many rows it had, and the checksum by which the file is known again. */
export function TakenTable({ files }: { files: readonly TakenFile[] }) {
  return (
    <Table caption="Files that were taken" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Report</Th>
          <Th>Taken</Th>
          <Th>By</Th>
          <Th className="text-right">Rows</Th>
          <Th>SHA-256</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {files.map((file) => (
          <Tr key={file.id}>
            <Td className="md:min-w-48">
              <TwoLines
                first={<TextLink href={`/reports/taken/${file.id}`}>{reportTitle(file.report)}</TextLink>}
                second={[`as of ${exactly(new Date(file.population.at))}`, short(file.filter)].filter(Boolean).join(' · ')}
              />
            </Td>
            <Td label="Taken">{exactly(file.at)}</Td>
            <Td label="By">{file.by}</Td>
            <Td label="Rows" className="md:text-right">
              {file.rows === null ? <Nothing is="not reported" /> : countWords(file.rows)}
            </Td>
            <Td label="SHA-256">
              {file.sha256 ? (
                <code translate="no" className="font-mono text-meta break-all">
                  {file.sha256}
                </code>
              ) : (
                <span className="text-text-2">
                  {file.state === 'running' ? 'under way, or its end was not seen' : 'cut off: no whole file'}
                </span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** A selection of thousands is told whole on the page of its file. */
function short(filter: string): string {
  return filter.length <= 160 ? filter : `${filter.slice(0, 160)}…`
}
