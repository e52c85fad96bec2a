import type { ReactNode } from 'react'
import { Card, Cards } from '@/components/directory/cards.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { doesTo } from '@/lib/model/act-effect.ts'
import { actStates, type ActRequestLine } from '@/lib/model/provider-act.ts'
import { namesWord, reviewWords, secondWords, stateWord } from './act-words.ts'

type RequestTableProps = { caption: string; lines: readonly ActRequestLine[]; now: Date }

/** What was asked of providers, a request a row; on a phone a card. */
export function RequestTable({ caption, lines, now }: RequestTableProps) {
  return (
    <>
      <Cards label={caption}>
        {lines.map((line) => (
          <Card
            key={line.requestId}
            name={<Name line={line} />}
            facts={[
              ['How far', <HowFar key="far" line={line} />],
              ['Why', line.reason],
              ['Where', line.sources.join(', ')],
              ['Asked by', line.askedBy],
              ['Asked', <Past key="asked" at={line.askedAt} now={now} />],
              ['Two people', <Two key="two" line={line} />],
            ]}
          />
        ))}
      </Cards>
      <Table caption={caption} className="max-md:hidden">
        <thead>
          <tr>
            <Th>Act</Th>
            <Th>How far</Th>
            <Th>Why</Th>
            <Th>Asked by</Th>
            <Th>Two people</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Tr key={line.requestId} data-key-row>
              <Td className="max-w-72 min-w-40">
                <TwoLines first={<Name line={line} />} second={line.sources.join(', ')} />
              </Td>
              <Td className="min-w-40">
                <HowFar line={line} />
              </Td>
              <Td className="max-w-72 min-w-48">
                <p className="line-clamp-2 break-words">{line.reason}</p>
              </Td>
              <Td className="min-w-28">
                <TwoLines first={line.askedBy} second={<Past at={line.askedAt} now={now} inRow />} />
              </Td>
              <Td className="min-w-40">
                <Two line={line} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function Name({ line: { requestId, verb, names, tokens, kinds } }: { line: ActRequestLine }) {
  return (
    <TextLink href={`/acts/${requestId}`} className="font-medium">
      {doesTo(
        verb,
        kinds.map((kind) => ({ kind })),
      )}{' '}
      {namesWord(names, tokens)}
    </TextLink>
  )
}

/** The states of its acts, each with how many are in it where they differ. */
function HowFar({ line: { states, tokens } }: { line: ActRequestLine }): ReactNode {
  return actStates
    .flatMap((state) => {
      const count = states[state]
      if (!count) return []
      return [count === tokens ? stateWord[state] : `${stateWord[state]}: ${count.toLocaleString('en-GB')}`]
    })
    .join(' · ')
}

/** A second person's word; but what is owed for what was tried before, where that person said no. */
function Two({ line: { secondBecause, decidedBy, reviewBecause, reviewedAt, states } }: { line: ActRequestLine }): ReactNode {
  if (secondBecause && (!reviewBecause || states.asked)) return decidedBy ? `Decided by ${decidedBy}` : secondWords[secondBecause]
  if (reviewBecause) return reviewedAt ? 'Reviewed' : `To review: ${reviewWords[reviewBecause]}`
  return <span className="text-text-3">not needed</span>
}
