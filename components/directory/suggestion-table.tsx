import type { ReactNode } from 'react'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import type { Certainty, Evidence } from '@/lib/model/suggestion.ts'
import { evidenceWord } from './evidence-words.ts'
import { OwnerLink } from './owner-table.tsx'

export type SuggestionLine = {
  id: string
  name: string
  kind: string
  displayId: string
  sourceName: string
  verdict: string
  departedName: string | null
  ownerId: string
  ownerName: string
  ownerKind: string
  evidence: Evidence
  says: string
  certainty: Certainty
}

/** Who may own what, and what speaks for it. With `ticks`, each line has a box for those who may decide. */
export function SuggestionTable({ suggestions, ticks }: { suggestions: readonly SuggestionLine[]; ticks: boolean }) {
  return (
    <>
      <ul aria-label="Suggestions" className="flex flex-col gap-2 md:hidden">
        {suggestions.map((one) => (
          <li key={one.id} className="rounded-panel border border-line p-3">
            <div className="flex items-start gap-3">
              {ticks ? <Tick one={one} where="card" /> : null}
              <div className="min-w-0">
                <TextLink href={`/tokens/${one.id}`} className="font-medium break-words">
                  {one.name}
                </TextLink>
                <p className="text-meta text-text-3">{one.kind}</p>
                <p className="mt-1">
                  <OwnerLink id={one.ownerId} name={one.ownerName} /> <span className="text-text-2">({evidenceWord[one.evidence]}, {one.certainty})</span>
                </p>
                <p className="text-table text-text-2">{one.says}</p>
              </div>
            </div>
          </li>
        ))}
      </ul>
      <Table caption="Suggested owners" sticks className="max-md:hidden">
        <thead>
          <tr>
            {ticks ? (
              <Th>
                <span className="sr-only">Tick</span>
              </Th>
            ) : null}
            <Th>Token</Th>
            <Th>Verdict</Th>
            <Th>Owner now</Th>
            <Th>Suggested</Th>
            <Th>Evidence</Th>
            <Th>Certainty</Th>
          </tr>
        </thead>
        <tbody>
          {suggestions.map((one) => (
            <Tr key={one.id} data-key-row>
              {ticks ? (
                <Td className="w-9">
                  <Tick one={one} where="row" />
                </Td>
              ) : null}
              <Td className="max-w-72 min-w-44">
                <TwoLines first={<TextLink href={`/tokens/${one.id}`} data-key-open>{one.name}</TextLink>} second={`${one.kind} · ${one.displayId}`} />
              </Td>
              <Td>
                <Verdict verdict={one.verdict as VerdictName} />
              </Td>
              <Td className="min-w-32">{ownerNow(one)}</Td>
              <Td className="min-w-36">
                <OwnerLink id={one.ownerId} name={one.ownerName} />
                <div className="text-meta text-text-3">{one.ownerKind}</div>
              </Td>
              <Td className="min-w-64">
                <span className="font-medium">{evidenceWord[one.evidence]}</span>
                <div className="text-meta break-words text-text-2">{one.says}</div>
              </Td>
              <Td>{one.certainty}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
} // prettier-ignore

function ownerNow({ departedName }: SuggestionLine): ReactNode {
  return departedName ? <span className="text-standing">{departedName} (departed)</span> : <Nothing is="none" />
}

function Tick({ one, where }: { one: SuggestionLine; where: 'card' | 'row' }) {
  return (
    <input
      type="checkbox"
      id={`tick-${where}-${one.id}`}
      name="chosen"
      data-key-select
      value={`${one.id} ${one.ownerId}`}
      aria-label={`${one.name}: ${one.ownerName}`}
      className="mt-0.5 size-4 shrink-0 accent-accent pointer-coarse:size-6"
    />
  )
}
