import type { ReactNode } from 'react'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { Exact } from '@/components/ui/time.tsx'

/** How sure a fact is, in the words of its column. */
export type Confidence = 'exact' | 'lower bound' | 'documented' | 'stated' | 'by rule' | 'hint' | 'assumed' | 'not reported'

export type ShownFact = {
  name: string
  value: ReactNode
  /** The call, column, rule or person that said it. */
  source: ReactNode
  /** When that was seen or said; null where nobody said it. */
  observedAt: Date | null
  confidence: Confidence
  /** What people said of the same fact beside what is reported, and which of the two counts. */
  stated?: ReactNode
  /** Where it can be corrected, for those who may. */
  correct: string | null
}

/** What is known of the token, how we know it, and where to put it right. */
export function FactsTable({ facts }: { facts: readonly ShownFact[] }) {
  const corrects = facts.some(({ correct }) => correct !== null)
  return (
    <Table caption="Facts and where each came from" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Fact</Th>
          <Th>Value</Th>
          <Th>Source</Th>
          <Th>Observed</Th>
          <Th>Confidence</Th>
          {corrects ? (
            <Th>
              <span className="sr-only">Correct</span>
            </Th>
          ) : null}
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {facts.map((fact) => (
          <Fact key={fact.name} fact={fact} corrects={corrects} />
        ))}
      </tbody>
    </Table>
  )
}

function Fact({ fact, corrects }: { fact: ShownFact; corrects: boolean }) {
  return (
    <Tr>
      <Td className="font-medium md:whitespace-nowrap">{fact.name}</Td>
      <Td label="Value" className="break-words md:min-w-44">
        <div>
          {fact.value}
          {fact.stated}
        </div>
      </Td>
      <Td label="Source" className="break-words text-text-2 md:min-w-44">
        {fact.source}
      </Td>
      <Td label="Observed" className="text-text-2 md:whitespace-nowrap">
        {fact.observedAt ? <Exact at={fact.observedAt} /> : <Nothing is="not applicable" />}
      </Td>
      <Td label="Confidence" className="text-text-2 md:whitespace-nowrap">
        {fact.confidence}
      </Td>
      {corrects ? (
        <Td className="md:text-right md:whitespace-nowrap">
          {fact.correct ? (
            <a
              href={fact.correct}
              className="-my-0.5 inline-flex min-h-6 items-center text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
            >
              Correct…<span className="sr-only"> {fact.name}</span>
            </a>
          ) : null}
        </Td>
      ) : null}
    </Tr>
  )
}
