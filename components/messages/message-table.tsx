import type { ReactNode } from 'react'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import type { MessageLine } from '@/lib/model/message.ts'
import { channelWords, kindWords, stateWords } from './message-words.ts'

type MessageTableProps = { lines: readonly MessageLine[]; again: (line: MessageLine) => ReactNode }

/** What went out, to whom, and what came of it. Times are exact and in UTC, as evidence. */
export function MessageTable({ lines, again }: MessageTableProps) {
  return (
    <Table caption="Messages" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>What</Th>
          <Th>To</Th>
          <Th>State</Th>
          <Th>Queued, in UTC</Th>
          <Th>Sent, in UTC</Th>
          <Th className="text-right">Tries</Th>
        </Tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <Td className="max-w-96 min-w-56">
              <TwoLines first={<What line={line} />} second={`${line.subject === null ? 'its words are made as it is sent' : kindWords[line.kind]}${line.items > 1 ? ` · ${line.items} at once` : ''}`} />
            </Td>
            <Td label="To" className="max-w-72 min-w-44">
              <TwoLines first={line.name === line.recipient ? channelWords[line.channel].name : line.name} second={<span translate="no">{line.recipient}</span>} />
            </Td>
            <Td label="State" className="max-w-96 min-w-44">
              <State line={line} />
              {line.state === 'given-up' && line.kind !== 'test' ? again(line) : null}
            </Td>
            <Td label="Queued, in UTC" className="sm:whitespace-nowrap"><Time at={line.createdAt} /></Td>
            <Td label="Sent, in UTC" className="sm:whitespace-nowrap">{line.sentAt ? <Time at={line.sentAt} /> : <Nothing is="never" />}</Td>
            <Td label="Tries" className="text-right tabular-nums">{line.attempts}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

/** What it is called; where it is about one plan, that plan's address. */
function What({ line: { subject, kind, planId } }: { line: MessageLine }) {
  const name = <span className="font-medium break-words">{subject ?? kindWords[kind]}</span>
  return planId ? <TextLink href={`/plans/${planId}`}>{name}</TextLink> : name
}

function State({ line: { state, error, nextAttemptAt } }: { line: MessageLine }) {
  return (
    <>
      <span className={state === 'given-up' ? 'font-medium text-revoke' : state === 'failed' ? 'font-medium text-standing' : undefined}>
        {stateWords[state]}
        {state === 'failed' ? ` from ${exactly(nextAttemptAt)}` : null}
      </span>
      {error ? <p className="text-meta break-words text-text-2">{error}</p> : null}
    </>
  )
}

function Time({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{exactly(at).replace(/ UTC$/, '')}</time>
}
