import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'

/** The first rows of a report, as its file has them. */
export function PreviewTable({
  title,
  columns,
  rows,
}: {
  title: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}) {
  return (
    <Table caption={`First rows of ${title}`}>
      <thead role="rowgroup">
        <Tr>
          {columns.map((name) => (
            <Th key={name}>
              <span translate="no" className="font-mono">
                {name}
              </span>
            </Th>
          ))}
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, n) => (
          <Tr key={n}>
            {row.map((cell, i) => (
              <Td key={columns[i]} className="whitespace-nowrap">
                {cell}
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
