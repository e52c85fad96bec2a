import type { ReactNode } from 'react'
import type { ExceptionKind } from '@/lib/model/exception.ts'
import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import type { ControlType } from '@/lib/model/sighting.ts'
import { Card, Cards } from '@/components/directory/cards.tsx'
import { dueDay, dueIn } from '@/components/tokens/list/due-words.ts'
import type { ReasonWords } from '@/components/tokens/fact-words.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import { controlsMet, endWord, kindWord, tokensWords } from './exception-words.ts'

type ExceptionTableProps = {
  caption: string
  lines: readonly ExceptionLine[]
  required: Readonly<Record<ExceptionKind, readonly ControlType[]>>
  reasonWords: ReasonWords
  now: Date
}

/** What was accepted or is asked for: a table, and on a phone cards. */
export function ExceptionTable({ caption, lines, required, reasonWords, now }: ExceptionTableProps) {
  return (
    <>
      <Cards label={caption}>
        {lines.map((line) => (
          <Card key={line.id} name={<Name line={line} />} facts={factsOf(line, { required, reasonWords, now })} />
        ))}
      </Cards>
      <Table caption={caption} className="max-md:hidden">
        <thead>
          <tr>
            <Th>Tokens</Th>
            <Th>Verdict now</Th>
            <Th>Reason</Th>
            <Th>Controls</Th>
            <Th>Requested by</Th>
            <Th>Approved by</Th>
            <Th aria-sort={lines.some(({ state }) => state === 'ended') ? undefined : 'ascending'}>Ends</Th>
            <Th className="text-right">Renewals</Th>
            <Th>Retirement</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Tr key={line.id}>
              <Td className="max-w-64 min-w-40">
                <TwoLines first={<Name line={line} />} second={line.kind === 'ordinary' ? null : kindWord[line.kind]} />
              </Td>
              <Td>
                <VerdictNow line={line} reasonWords={reasonWords} />
              </Td>
              <Td className="max-w-72 min-w-48">
                <p className="line-clamp-2 break-words">{line.reason}</p>
              </Td>
              <Td>
                <Controls line={line} required={required} now={now} />
              </Td>
              <Td className="min-w-28">
                <TwoLines first={line.requestedBy} second={dateWords(line.requestedAt)} />
              </Td>
              <Td className="min-w-28">
                <Decided line={line} />
              </Td>
              <Td className="min-w-24">
                <Ends line={line} now={now} />
              </Td>
              <Td className="text-right">{line.renewals}</Td>
              <Td className="whitespace-nowrap">{dateWords(line.retirementAt)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function factsOf(
  line: ExceptionLine,
  { required, reasonWords, now }: Pick<ExceptionTableProps, 'required' | 'reasonWords' | 'now'>,
): [string, ReactNode][] {
  return [
    ['Verdict now', <VerdictNow key="verdict" line={line} reasonWords={reasonWords} />],
    ['Reason', line.reason],
    ['Controls', <Controls key="controls" line={line} required={required} now={now} />],
    ['Requested by', `${line.requestedBy}, ${dateWords(line.requestedAt)}`],
    ['Approved by', <Decided key="decided" line={line} />],
    ['Ends', <Ends key="ends" line={line} now={now} />],
    ['Renewals', line.renewals],
    ['Retirement', dateWords(line.retirementAt)],
  ]
}

function Name({ line: { id, tokens } }: { line: ExceptionLine }) {
  return (
    <TextLink href={`/exceptions/${id}`} className="font-medium">
      {tokensWords(tokens.map(({ name }) => name))}
    </TextLink>
  )
}

/** The worst of its tokens as it is now: the exception does not change it. */
function VerdictNow({ line: { tokens }, reasonWords }: { line: ExceptionLine; reasonWords: ReasonWords }) {
  const [worst] = tokens
  if (!worst) return <Nothing is="not applicable" />
  return (
    <>
      <Verdict verdict={worst.verdict} wraps />
      <div className="text-meta text-text-3">{reasonWords[worst.reason]}</div>
    </>
  )
}

function Controls({ line, required, now }: { line: ExceptionLine } & Pick<ExceptionTableProps, 'required' | 'now'>) {
  const { met, of } = controlsMet(line, required, now)
  return (
    <>
      {met} of {of}
      {met < of ? <div className="text-meta font-medium text-standing">out of date</div> : null}
    </>
  )
}

function Decided({ line: { state, decidedBy, decidedAt } }: { line: ExceptionLine }) {
  if (!decidedBy || !decidedAt) return <span className="text-text-3">{state === 'requested' ? 'not decided' : 'nobody'}</span>
  return <TwoLines first={state === 'refused' ? `refused by ${decidedBy}` : decidedBy} second={dateWords(decidedAt)} />
}

function Ends({ line: { state, endsAt, endedAt, endedBecause }, now }: { line: ExceptionLine; now: Date }) {
  if (state === 'refused') return <Nothing is="not applicable" />
  if (endedAt && endedBecause) return <TwoLines first={dateWords(endedAt)} second={<span className="whitespace-normal">{endWord[endedBecause]}</span>} />
  return <TwoLines first={<time dateTime={endsAt.toISOString()}>{dueDay(endsAt, now)}</time>} second={dueIn(endsAt, now)} />
} // prettier-ignore
