import type { IssuerRow } from '@/lib/model/token-row.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { spanWords } from '@/components/ui/time-words.ts'
import { BindingLadder } from './binding-ladder.tsx'
import { bindingShort, levelWord, reachWord } from './fact-words.ts'
import { Verdict } from './verdict.tsx'

/** What mints short-lived tokens, how long those live, and who may ask for one. */
export function IssuerTable({ issuers }: { issuers: readonly IssuerRow[] }) {
  return (
    <Table caption="Issuers">
      <thead>
        <tr>
          <Th>Issuer</Th>
          <Th>Mints</Th>
          <Th>Longest life</Th>
          <Th>Who may ask</Th>
          <Th>Can do</Th>
          <Th>What it mints is</Th>
        </tr>
      </thead>
      <tbody>
        {issuers.map((issuer) => (
          <Tr key={issuer.id}>
            <Td className="max-w-72 min-w-44">
              <TwoLines first={<span className="font-medium">{issuer.name}</span>} second={`${issuer.kind} · ${issuer.sourceName}`} />
            </Td>
            <Td className="whitespace-nowrap">
              <TwoLines
                first={issuer.mints}
                second={
                  <span className="flex items-center gap-1.5">
                    <BindingLadder binding={issuer.mintedBinding} />
                    {bindingShort[issuer.mintedBinding]}
                  </span>
                }
              />
            </Td>
            <Td className="whitespace-nowrap">
              {issuer.maxLifeSeconds === null ? <Nothing is="not reported" /> : spanWords(issuer.maxLifeSeconds)}
            </Td>
            <Td className="max-w-96 min-w-56">
              {issuer.trusts.length > 0 ? (
                <span translate="no" title={issuer.trusts.join('\n')} className="line-clamp-2 wrap-anywhere">
                  {issuer.trusts.join(', ')}
                </span>
              ) : (
                <Nothing is="not reported" />
              )}
            </Td>
            <Td className="whitespace-nowrap">
              {issuer.level && issuer.reach ? (
                <TwoLines first={levelWord[issuer.level]} second={reachWord[issuer.reach]} />
              ) : (
                <Nothing is="not reported" />
              )}
            </Td>
            <Td>
              <TwoLines first={<Verdict verdict={issuer.verdict} />} second={`risk ${issuer.risk}`} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
