import type { ReactNode } from 'react'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Th } from '@/components/ui/table.tsx'
import { Past } from '@/components/ui/time.tsx'
import { StackTd, StackTr } from './stack.tsx'

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
export function FactsTable({ facts, now }: { facts: readonly ShownFact[]; now: Date }) {
  const corrects = facts.some(({ correct }) => correct !== null)
  return (
    <Table caption="Facts and where each came from">
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row">
          <Th role="columnheader">Fact</Th>
          <Th role="columnheader">Value</Th>
          <Th role="columnheader">Source</Th>
          <Th role="columnheader">Observed</Th>
          <Th role="columnheader">Confidence</Th>
          {corrects ? (
            <Th role="columnheader">
              <span className="sr-only">Correct</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">
        {facts.map((fact) => (
          <StackTr key={fact.name}>
            <StackTd className="font-medium whitespace-nowrap">{fact.name}</StackTd>
            <StackTd className="md:min-w-44">
              {fact.value}
              {fact.stated}
            </StackTd>
            <StackTd label="Source" className="text-text-2 md:min-w-44">
              {fact.source}
            </StackTd>
            <StackTd label="Observed" className="whitespace-nowrap text-text-2">
              {fact.observedAt ? <Past at={fact.observedAt} now={now} /> : <Nothing is="not applicable" />}
            </StackTd>
            <StackTd label="Confidence" className="whitespace-nowrap text-text-2">
              {fact.confidence}
            </StackTd>
            {corrects ? (
              <StackTd className="text-right whitespace-nowrap">
                {fact.correct ? (
                  <a
                    href={fact.correct}
                    className="inline-flex min-h-6 items-center text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
                  >
                    Correct…<span className="sr-only"> {fact.name}</span>
                  </a>
                ) : null}
              </StackTd>
            ) : null}
          </StackTr>
        ))}
      </tbody>
    </Table>
  )
}
