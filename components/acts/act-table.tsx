import type { ReactNode } from 'react'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { Exact } from '@/components/ui/time.tsx'
import type { ActLine } from '@/lib/model/provider-act.ts'
import { answerWord, shownWord, stateWord } from './act-words.ts'

type ActTableProps = {
  acts: readonly ActLine[]
  /** What can be done about one act, where there is something. */
  further(act: ActLine): ReactNode
}

/** What was intended for each token, what was sent and answered, and what was read back. */
export function ActTable({ acts, further }: ActTableProps) {
  return (
    <Table caption="Its tokens" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>How far</Th>
          <Th>Sent</Th>
          <Th>Answered</Th>
          <Th>Read back</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {acts.map((act) => (
          <Tr key={act.id}>
            <Td className="md:max-w-64 md:min-w-36">
              <TextLink href={`/tokens/${act.tokenId}`} className="font-medium break-words">
                {act.tokenName}
              </TextLink>
              <div className="text-meta break-words text-text-3">
                {act.kind} ·{' '}
                <span translate="no" className="font-mono break-all">
                  {act.displayId}
                </span>{' '}
                · {act.sourceName}
              </div>
            </Td>
            <Td label="How far" className="md:min-w-36">
              <p className="font-medium">{stateWord[act.state]}</p>
              {act.resumptions.map(({ by, at }, place) => (
                <p key={`${place} ${by}`} className="text-meta text-text-3">
                  {by} let it go on{at ? <>, {exactly(new Date(at))}</> : null}.
                </p>
              ))}
              {further(act)}
            </Td>
            <Td label="Sent" className="md:min-w-36">
              <Sent act={act} />
            </Td>
            <Td label="Answered" className="md:min-w-48">
              <Answered act={act} />
            </Td>
            <Td label="Read back" className="md:min-w-36">
              <ReadBack act={act} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Sent({ act: { calledAt, attempts, before } }: { act: ActLine }) {
  return (
    <>
      {calledAt && attempts > 0 ? (
        <p>
          <Exact at={calledAt} />
          {attempts > 1 ? <span className="text-text-3"> ({attempts} times in all)</span> : null}
        </p>
      ) : (
        <p className="text-text-3">not sent</p>
      )}
      {before ? <p className="text-meta text-text-3">Before, it was shown {shownWord[before]}.</p> : null}
    </>
  )
}

function Answered({ act: { answer, call, says } }: { act: ActLine }) {
  if (!answer) return <span className="text-text-3">nothing yet</span>
  return (
    <>
      <p>{answerWord[answer]}</p>
      {says ? <p className="max-w-[56ch] text-meta break-words text-text-2">{says}</p> : null}
      {call && !says?.includes(call) ? <p className="font-mono text-meta break-all text-text-3">{call}</p> : null}
    </>
  )
}

function ReadBack({ act: { after, outcomeAt } }: { act: ActLine }) {
  if (!after || !outcomeAt) return <span className="text-text-3">not yet</span>
  return (
    <>
      <p className="font-medium">{shownWord[after]}</p>
      <p className="text-meta text-text-3">
        <Exact at={outcomeAt} />
      </p>
    </>
  )
}
