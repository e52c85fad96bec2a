import { Notice } from '@/components/ui/notice.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { countWords } from '@/components/ui/time-words.ts'

type Line = {
  at: string
  key: string
  name: string
  effect: 'added' | 'changed' | 'same' | 'merged'
  changes: readonly { column: string; from: string; to: string }[]
  unmatched: readonly { column: string; value: string }[]
}
type ImportLinesProps = {
  done: {
    dry: boolean
    rows: number
    added: number
    changed: number
    same: number
    unmatched: number
    tokens: number | null
    lines: readonly Line[]
  }
  rows: string
}

const effectWord = { added: 'added', changed: 'changed', same: 'as it is', merged: 'merged with another, who stays' } as const

/** What an import did, or would do: the sums, then a line for each row in which something happens. */
export function ImportLines({ done: { dry, rows: count, added, changed, same, unmatched, tokens, lines }, rows }: ImportLinesProps) {
  const would = dry ? 'would be ' : ''
  return (
    <>
      <Notice
        tone={dry ? 'info' : 'success'}
        role="status"
        title={`${countWords(count)} ${rows} read: ${countWords(added)} ${would}added, ${countWords(changed)} ${would}changed, ${countWords(same)} as they are.`}
      >
        {dry ? <p>Nothing was saved.</p> : null}
        {tokens !== null ? <p>{tokens === 0 ? 'No token changed by it.' : tokens === 1 ? 'One token changed by it.' : `${countWords(tokens)} tokens changed by it.`}</p> : null}
        {unmatched > 0 ? <p>{unmatched === 1 ? 'One row names' : `${countWords(unmatched)} rows name`} somebody whom neither the file nor the directory has; that cell stays empty.</p> : null}
      </Notice>
      {lines.length > 0 ? (
        <Table caption="What each line does">
          <thead>
            <tr>
              <Th>Line</Th>
              <Th>Name</Th>
              <Th>{dry ? 'Would be' : 'Was'}</Th>
              <Th>What</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Tr key={line.at}>
                <Td className="whitespace-nowrap text-text-2">{line.at.replace(/^line /, '')}</Td>
                <Td className="min-w-32 break-words">{line.name}</Td>
                <Td>{effectWord[line.effect]}</Td>
                <Td className="min-w-48 break-words">
                  {line.changes.map(({ column, from, to }) => (
                    <div key={column}>
                      {column}: <span className="text-text-3 line-through">{from}</span> → {to}
                    </div>
                  ))}
                  {line.unmatched.map(({ column, value }) => (
                    <div key={column} className="text-standing">
                      {column}: nobody has the key “{value}”
                    </div>
                  ))}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {lines.length >= 500 ? <p className="text-table text-text-2">The first 500 lines in which something happens.</p> : null}
    </>
  )
} // prettier-ignore
