import { spanInText } from '@/components/tokens/detail/text-time.ts'
import { providerName } from '@/components/tokens/fact-words.ts'
import { dueDay } from '@/components/tokens/list/due-words.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import type { RetirementLine } from '@/lib/model/retirement-search.ts'
import { startWord } from './retirement-words.ts'

/** Tokens on their way out, each with its clock; on a phone as cards. */
export function RetirementTable({ lines, now }: { lines: readonly RetirementLine[]; now: Date }) {
  return (
    <Table caption="Retirements" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Began</Th>
          <Th>Committed</Th>
          <Th>Off</Th>
          <Th>Took</Th>
          <Th>Proved gone</Th>
          <Th>Plan</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map((line) => (
          <Tr key={`${line.start} ${line.planId ?? ''} ${line.tokenId}`} data-key-row>
            <Td className="md:min-w-48">
              <TwoLines first={<Token line={line} />} second={line.provider ? providerName(line.provider) : null} />
            </Td>
            <Td label="Began" className="md:min-w-32">
              <TwoLines first={<Past at={line.beganAt} now={now} inRow />} second={startWord[line.start]} />
            </Td>
            <Td label="Committed" className="whitespace-nowrap">
              {line.dueAt ? <span>{dueDay(line.dueAt, now)}</span> : <Nothing is="not applicable" />}
            </Td>
            <Td label="Off">
              {line.offAt ? (
                <Past at={line.offAt} now={now} inRow />
              ) : (
                <span className="text-text-3">{line.running ? 'not yet' : 'since when is not known'}</span>
              )}
            </Td>
            <Td label="Took" className="md:min-w-28">
              <Took line={line} now={now} />
            </Td>
            <Td label="Proved gone">
              {line.verifiedAt ? (
                <Past at={line.verifiedAt} now={now} inRow />
              ) : line.start === 'leak' ? (
                <Nothing is="not applicable" />
              ) : (
                <span className="text-text-3">not yet</span>
              )}
            </Td>
            <Td label="Plan">{line.planId ? <TextLink href={`/plans/${line.planId}`}>Open</TextLink> : <Nothing is="none" />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Token({ line: { name, tokenId } }: { line: RetirementLine }) {
  if (name === null) return <span className="text-text-3">a token of others</span>
  return (
    <TextLink href={`/tokens/${tokenId}`} data-key-open className="font-medium break-words">
      {name}
    </TextLink>
  )
}

function Took({ line: { beganAt, offAt, running }, now }: { line: RetirementLine; now: Date }) {
  const seconds = (offAt ?? now).getTime() / 1_000 - beganAt.getTime() / 1_000
  if (running) return <span className="font-medium text-standing">at least {spanInText(Math.max(0, seconds))}</span>
  if (!offAt) return <span className="text-text-3">not known</span>
  return seconds > 0 ? <span>{spanInText(seconds)}</span> : <span className="text-text-3">was off before</span>
}
