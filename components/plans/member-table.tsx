import { LastUse } from '@/components/tokens/facts.tsx'
import { stateWord } from '@/components/tokens/fact-words.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { PlanTokenRow } from '@/lib/model/plan.ts'
import { proofWord } from './plan-words.ts'

/** A plan's tokens, each with what its provider has shown so far. `filled`: the one whose names stand in the snippets. */
export function MemberTable({ members, filled, hrefFor, now }: MemberTableProps) {
  return (
    <Table caption="Tokens of the plan" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Verdict</Th>
          <Th>Proved</Th>
          <Th>Last used</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {members.map((token) => (
          <Tr key={token.id}>
            <Td className="md:max-w-64 md:min-w-36">
              <TextLink href={`/tokens/${token.id}`} className="inline-flex min-h-11 items-center font-medium break-words md:inline md:min-h-0">
                {token.name}
              </TextLink>
              <div className="text-meta break-words text-text-3">
                {token.kind} ·{' '}
                <span translate="no" className="font-mono break-all">
                  {token.displayId}
                </span>{' '}
                · {token.sourceName}
              </div>
              {members.length < 2 ? null : token.id === filled ? (
                <div className="text-meta text-text-3">The snippets name it.</div>
              ) : (
                <TextLink href={hrefFor(token.id)} className="inline-flex min-h-11 items-center text-meta md:min-h-6">
                  Have the snippets name it
                </TextLink>
              )}
            </Td>
            <Td label="Verdict">
              <span>
                <Verdict verdict={token.verdict} />
                {token.state === 'live' ? null : <span className="block text-meta text-text-3">{stateWord[token.state]}</span>}
                <span className="block text-meta text-text-3">
                  {token.risk === token.riskAtOpening ? `risk ${token.risk}, as it was` : `risk ${token.riskAtOpening} → ${token.risk}`}
                </span>
              </span>
            </Td>
            <Td label="Proved">
              <span className={token.proved === 'none' ? 'whitespace-nowrap text-text-3' : 'whitespace-nowrap'}>{proofWord[token.proved]}</span>
            </Td>
            <Td label="Last used">
              <span>
                <LastUse token={token} now={now} />
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

type MemberTableProps = { members: readonly PlanTokenRow[]; filled: string | null; hrefFor: (tokenId: string) => string; now: Date }
