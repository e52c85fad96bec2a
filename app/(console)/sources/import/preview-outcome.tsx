import { levelWord, reachWord } from '@/components/tokens/fact-words.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { ImportPreview } from '@/lib/flows/preview-import.ts'
import type { PreviewToken } from '@/lib/flows/preview-token.ts'

const shownIssues = 10

/** What an import would make of the first rows: why they would be refused, or how they would be kept. */
export function PreviewOutcome({ tried, fits }: { tried: NonNullable<ImportPreview['tried']>; fits: boolean }) {
  const { rows, whole, refused, first } = tried
  if (refused)
    return (
      <Notice tone="error" role="status" title={refused.message}>
        {refused.issues.length > 0 ? (
          <ul className="list-disc pl-4 text-table">
            {refused.issues.slice(0, shownIssues).map(({ where, what }) => (
              <li key={`${where} ${what}`} className="wrap-anywhere">
                <span className="font-medium">{where}</span>: {what}
              </li>
            ))}
            {refused.issues.length > shownIssues ? <li>and {refused.issues.length - shownIssues} more</li> : null}
          </ul>
        ) : null}
      </Notice>
    )
  const count = `${countWords(rows)} ${rows === 1 ? 'row' : 'rows'}`
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-text-2">
        {fits ? 'Its columns are ours. ' : ''}
        {whole ? `Tried: ${count}, all of them right.` : `Tried: the first ${count} are right. The others are read at the import.`} Nothing is saved yet.
      </p>
      {first.length > 0 ? <FirstRows first={first} /> : null}
    </div>
  )
} // prettier-ignore

function FirstRows({ first }: { first: readonly PreviewToken[] }) {
  return (
    <>
      <Table caption="The first rows as they would be kept" cards>
        <thead>
          <tr>
            <Th>Token</Th>
            <Th>Verdict by this row</Th>
            <Th>Issued</Th>
            <Th>Ends</Th>
            <Th>Last used</Th>
            <Th>Can do</Th>
            <Th>Owner</Th>
          </tr>
        </thead>
        <tbody>
          {first.map((token) => (
            <Tr key={token.at}>
              <Td className="min-w-32">
                <TwoLines
                  first={token.name ?? <span className="text-text-3">not shown: it may be a secret</span>}
                  second={
                    <span translate="no" className="font-mono">
                      {token.kind} {token.displayId}
                    </span>
                  }
                />
              </Td>
              <Td label="Verdict" className="min-w-32">
                <Verdict verdict={token.verdict} wraps />
              </Td>
              <Td label="Issued" className="whitespace-nowrap">
                <Said is={token.issued} />
              </Td>
              <Td label="Ends" className="whitespace-nowrap">
                <Said is={token.expires} />
              </Td>
              <Td label="Last used" className="whitespace-nowrap">
                <Said is={token.lastUsed} />
              </Td>
              <Td label="Can do">{token.can ? `${levelWord[token.can.level]} · ${reachWord[token.can.reach]}` : <Said is={null} />}</Td>
              <Td label="Owner" className="wrap-anywhere">
                <Said is={token.owner} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="max-w-[72ch] text-table text-text-2">
        Whose a token is and what it is used for is matched at the import, which may change its verdict.
      </p>
    </>
  )
}

function Said({ is }: { is: string | null }) {
  if (is === null) return <Nothing is="not reported" />
  return is === 'never' ? <Nothing is="never" /> : <>{is}</>
}
