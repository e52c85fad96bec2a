import type { ReactNode } from 'react'
import { Card, Cards } from '@/components/directory/cards.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import type { LeakStep } from '@/lib/model/leak.ts'
import { clockWords, matchWords, shownSecret, stateWord, stepWord, validWord, type ShownLeak } from './exposure-words.ts'

export type Told = ReadonlyMap<string, { state: string; sentAt: Date | null }> | null
type ExposureTableProps = { caption: string; leaks: readonly ShownLeak[]; told: Told; now: Date }

const steps: readonly LeakStep[] = ['contain', 'replace', 'delete', 'review', 'rescan']

/** Leaks, what is still live first; on a phone as cards. `told` is null for those who are not shown what others were told. */
export function ExposureTable({ caption, leaks, told, now }: ExposureTableProps) {
  return (
    <>
      <Cards label={caption}>
        {leaks.map((leak) => (
          <Card key={leak.id} name={<Name leak={leak} />} facts={factsOf(leak, told, now)} />
        ))}
      </Cards>
      <Table caption={caption} sticks className="max-md:hidden">
        <thead>
          <tr>
            <Th>Token</Th>
            <Th>State</Th>
            <Th>Found in</Th>
            <Th>Match</Th>
            <Th>Still valid</Th>
            <Th aria-sort="descending">Clock</Th>
            {steps.map((step) => (
              <Th key={step}>{stepWord[step]}</Th>
            ))}
            {told ? <Th>Owner told</Th> : null}
          </tr>
        </thead>
        <tbody>
          {leaks.map((leak) => (
            <Tr key={leak.id} data-key-row>
              <Td className="max-w-64 min-w-44">
                <TwoLines first={<Name leak={leak} />} second={<Secret leak={leak} />} />
              </Td>
              <Td className="min-w-28">
                <State leak={leak} />
              </Td>
              <Td className="max-w-80 min-w-56">
                <TwoLines
                  first={<span className="line-clamp-2 break-words">{leak.foundIn}</span>}
                  second={<Found leak={leak} now={now} />}
                />
              </Td>
              <Td className="min-w-36">{matchWords(leak)}</Td>
              <Td className="whitespace-nowrap">
                <Valid leak={leak} />
              </Td>
              <Td className="min-w-28">
                <Clock leak={leak} now={now} />
              </Td>
              {steps.map((step) => (
                <Td key={step} className="whitespace-nowrap">
                  <Step leak={leak} step={step} now={now} />
                </Td>
              ))}
              {told ? (
                <Td className="whitespace-nowrap">
                  <OwnerTold leak={leak} told={told} now={now} />
                </Td>
              ) : null}
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function factsOf(leak: ShownLeak, told: Told, now: Date): [string, ReactNode][] {
  const next = leak.steps.find(({ state }) => state === 'open')
  return [
    ['State', <State key="state" leak={leak} />],
    ['Clock', <Clock key="clock" leak={leak} now={now} />],
    ['Found in', leak.foundIn],
    ['Found', <Past key="found" at={leak.foundAt} now={now} />],
    ['Match', matchWords(leak)],
    ['Still valid', <Valid key="valid" leak={leak} />],
    ['Next', leak.state === 'not-ours' || !next ? <Nothing key="next" is="none" /> : stepWord[next.step]],
    ...(told ? [['Owner told', <OwnerTold key="told" leak={leak} told={told} now={now} />] as [string, ReactNode]] : []),
  ]
}

function Name({ leak: { id, token } }: { leak: ShownLeak }) {
  return (
    <TextLink href={`/exposures/${id}`} data-key-open className="font-medium break-words">
      {token ? token.name : 'No match'}
    </TextLink>
  )
}

function Secret({ leak }: { leak: ShownLeak }) {
  const shown = leak.token?.displayId ?? shownSecret(leak)
  return (
    <>
      {leak.token?.kind ?? leak.kind ?? 'kind not reported'}
      {shown ? (
        <span translate="no" className="font-mono break-all">
          {' · '}
          {shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}
        </span>
      ) : null}
    </>
  )
}

function State({ leak }: { leak: ShownLeak }) {
  const pressing = leak.state === 'live' || (leak.state === 'unmatched' && leak.stillValid === 'yes')
  return (
    <TwoLines
      first={<span className={pressing ? 'font-medium text-revoke' : ''}>{stateWord[leak.state]}</span>}
      second={leak.exposure === 'suspected' ? 'suspected' : leak.exposure === 'abuse' ? 'used by somebody else' : null}
    />
  )
}

function Found({ leak: { foundAt, placeCount }, now }: { leak: ShownLeak; now: Date }) {
  return (
    <>
      found <Past at={foundAt} now={now} inRow />
      {placeCount > 1 ? ` · ${placeCount} places` : ''}
    </>
  )
}

function Valid({ leak: { stillValid } }: { leak: ShownLeak }) {
  return <span className={stillValid === 'yes' ? 'font-medium text-revoke' : stillValid === 'no' ? '' : 'text-text-3'}>{validWord[stillValid]}</span>
} // prettier-ignore

function Clock({ leak, now }: { leak: ShownLeak; now: Date }) {
  if (leak.state === 'not-ours') return <Nothing is="not applicable" />
  return <span className={leak.clock?.runs ? 'font-medium text-standing' : ''}>{clockWords(leak, now)}</span>
}

function Step({ leak, step, now }: { leak: ShownLeak; step: LeakStep; now: Date }) {
  const shown = leak.steps.find((each) => each.step === step)
  if (leak.state === 'not-ours' || !shown) return <Nothing is="not applicable" />
  if (shown.state === 'open') return <span className="text-text-3">not yet</span>
  return shown.at ? <Past at={shown.at} now={now} inRow /> : 'done'
}

function OwnerTold({ leak, told, now }: { leak: ShownLeak; told: Told; now: Date }) {
  if (!leak.token) return <Nothing is="not applicable" />
  if (!leak.token.ownerId) return <span className="text-standing">nobody owns it</span>
  const message = told?.get(leak.id)
  if (!message) return <span className="text-text-3">not yet</span>
  return message.sentAt ? <Past at={message.sentAt} now={now} inRow /> : <span className="text-text-3">on its way</span>
}
