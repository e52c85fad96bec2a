import { clsx } from 'clsx'
import { Circle, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card, Cards } from '@/components/directory/cards.tsx'
import { Breakable } from '@/components/ui/breakable.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { pastWords } from '@/components/ui/time-words.ts'
import { validityOf, type StepShown, type ToldOfLeaks } from '@/lib/model/leak.ts'
import { clockWords, matchWords, shownSecret, stateSays, stepWord, toldWords, validWord, type ShownLeak } from './exposure-words.ts'

export type Told = ToldOfLeaks | null
type ExposureTableProps = { caption: string; leaks: readonly ShownLeak[]; told: Told; now: Date }

/** So many rows stand on the page whole: only a longer table scrolls in itself, under a header that stays. */
const mostOnPage = 20

/** Leaks, what is still live first; on a phone as cards. `told` is null for those who are not shown what others were told. */
export function ExposureTable({ caption, leaks, told, now }: ExposureTableProps) {
  return (
    <>
      <Cards label={caption}>
        {leaks.map((leak) => (
          <Card key={leak.id} name={<Name leak={leak} />} facts={factsOf(leak, told, now)} />
        ))}
      </Cards>
      <Table caption={caption} sticks={leaks.length > mostOnPage} className="max-md:hidden">
        <thead>
          <tr>
            <Th>Token</Th>
            <Th>State</Th>
            <Th>Found in</Th>
            <Th>Match</Th>
            <Th>Still valid</Th>
            <Th aria-sort="descending">Clock</Th>
            <Th>Done</Th>
            {told ? <Th>Told</Th> : null}
          </tr>
        </thead>
        <tbody>
          {leaks.map((leak) => (
            <Tr key={leak.id} data-key-row>
              <Td className="max-w-60 min-w-40">
                <TwoLines first={<Name leak={leak} />} second={<Secret leak={leak} />} />
              </Td>
              <Td className="min-w-28">
                <State leak={leak} />
              </Td>
              <Td className="max-w-72 min-w-48">
                <TwoLines
                  first={<span className="line-clamp-2 break-words">{leak.foundIn}</span>}
                  second={<Found leak={leak} now={now} />}
                />
              </Td>
              <Td className="max-w-44 min-w-28">{matchWords(leak)}</Td>
              <Td className="min-w-24">
                <Valid leak={leak} />
              </Td>
              <Td className="min-w-28">
                <Clock leak={leak} now={now} />
              </Td>
              <Td className="min-w-28">
                <Steps leak={leak} now={now} />
              </Td>
              {told ? (
                <Td className="min-w-28">
                  <WasTold leak={leak} told={told} now={now} />
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
    ['Next', leak.state === 'not-ours' || !next ? <Nothing key="next" is="none" /> : leak.token ? stepWord[next.step] : 'Match it'],
    ...(told ? [['Told', <WasTold key="told" leak={leak} told={told} now={now} />] as [string, ReactNode]] : []),
  ]
}

/** What matches nothing is told apart by where it lies: two links of one name would be one to whoever hears them. */
function Name({ leak: { id, token, foundIn } }: { leak: ShownLeak }) {
  return (
    <TextLink href={`/exposures/${id}`} data-key-open className="font-medium break-words">
      {token ? token.name : 'No match'}
      {token ? null : <span className="sr-only">, found in {foundIn}</span>}
    </TextLink>
  )
}

function Secret({ leak }: { leak: ShownLeak }) {
  const shown = leak.token?.displayId ?? shownSecret(leak)
  return (
    <>
      {leak.token?.kind ?? leak.kind ?? 'kind not reported'}
      {shown ? (
        <span translate="no" className="font-mono wrap-anywhere">
          {' · '}
          <Breakable>{shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}</Breakable>
        </span>
      ) : null}
    </>
  )
}

function State({ leak }: { leak: ShownLeak }) {
  const pressing = leak.state === 'live' || (leak.state === 'unmatched' && leak.stillValid === 'yes')
  return (
    <TwoLines
      first={<span className={pressing ? 'font-medium text-revoke' : ''}>{stateSays(leak)}</span>}
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

function Valid({ leak }: { leak: ShownLeak }) {
  const { works, by } = validityOf(leak)
  const look = { yes: 'font-medium text-revoke', no: '', 'not-reported': 'text-text-3' }[works]
  return <TwoLines first={<span className={look}>{validWord[works]}</span>} second={by ? `by its ${by}` : null} />
}

function Clock({ leak, now }: { leak: ShownLeak; now: Date }) {
  if (leak.state === 'not-ours') return <Nothing is="not applicable" />
  return <span className={leak.clock?.runs ? 'font-medium text-standing' : ''}>{clockWords(leak, now)}</span>
}

/** The five steps as five marks, in their order, and in words the first that is not done. */
function Steps({ leak, now }: { leak: ShownLeak; now: Date }) {
  if (leak.state === 'not-ours') return <Nothing is="not applicable" />
  return (
    <>
      <ol aria-label="Steps" className="flex h-5 items-center gap-1">
        {leak.steps.map((step) => (
          <Mark key={step.step} step={step} now={now} />
        ))}
      </ol>
      <span className="block text-meta text-text-3">{nextWords(leak)}</span>
    </>
  )
}

/** What comes first: of what is nobody's, whose it is. */
function nextWords({ steps, token }: ShownLeak): string {
  if (!token) return 'next: match it'
  const next = steps.find(({ state }) => state === 'open')
  return next ? `next: ${stepWord[next.step].toLowerCase()}` : 'all of it'
}

function Mark({ step, now }: { step: StepShown; now: Date }) {
  const isDone = step.state === 'done'
  const Icon = isDone ? CircleCheck : Circle
  const says = `${stepWord[step.step]}: ${isDone ? `done${step.at ? ` ${pastWords(step.at, now)}` : ''}` : 'not yet'}`
  return (
    <li title={says}>
      <Icon aria-hidden className={clsx('size-4', isDone ? 'text-fine' : 'text-text-3')} />
      <span className="sr-only">{says}</span>
    </li>
  )
}

/** Of what is nobody's, security is told: to match it. */
function WasTold({ leak, told, now }: { leak: ShownLeak; told: ToldOfLeaks; now: Date }) {
  const of = told.byId.get(leak.id)
  const isOwners = leak.token?.ownerId != null
  const whom = isOwners ? 'its owner' : leak.token ? 'security: nobody owns it' : 'security'
  const one = (isOwners ? of?.owner : of?.security) ?? null
  if (!told.isOn && !one) return <TwoLines first={<span className="text-text-3">nobody</span>} second="messages are off" />
  const said = toldWords(told.isOn, one)
  return (
    <TwoLines
      first={typeof said === 'string' ? <span className="text-text-3">{said}</span> : <Past at={said} now={now} inRow />}
      second={whom}
    />
  )
}
