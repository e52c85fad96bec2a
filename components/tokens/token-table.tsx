import Link from 'next/link'
import type { ReactNode } from 'react'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { TokenRow } from '@/lib/model/token-row.ts'
import { sorts, type Sort, type TokenSearch } from '@/lib/model/token-search.ts'
import { cn } from '@/components/ui/cn.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { Past } from '@/components/ui/time.tsx'
import { BindingLadder } from './binding-ladder.tsx'
import { bindingShort, levelWord, reachWord, sensitivityWord, stateWord, type ReasonWords } from './fact-words.ts'
import { Age, Expiry, LastUse, Risk } from './facts.tsx'
import { hrefSorted } from './token-hrefs.ts'
import { Verdict } from './verdict.tsx'

/** The sources that the rows name, by id. */
type Sources = ReadonlyMap<string, { name: string; lastCompleteAt: Date | null; watched: boolean }>

type TokenTableProps = { rows: readonly TokenRow[]; sources: Sources; search: TokenSearch; reasonWords: ReasonWords; now: Date }

/** The inventory's rows: what it is, whether it is acceptable, and what that rests on. A card each on narrow screens. */
export function TokenTable({ rows, sources, search, reasonWords, now }: TokenTableProps) {
  return (
    <Table caption="Tokens" className="max-md:border-0">
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row">
          <SortTh sort="name" search={search} className="sticky left-0 z-10">
            Token
          </SortTh>
          <SortTh sort="queue" search={search}>
            Verdict
          </SortTh>
          <SortTh sort="risk" search={search} className="text-right">
            Risk
          </SortTh>
          <Column>Owner</Column>
          <Column>Workload</Column>
          <Column>Can do</Column>
          <Column>Binding</Column>
          <SortTh sort="expires" search={search}>
            Lifetime
          </SortTh>
          <SortTh sort="used" search={search}>
            Last used
          </SortTh>
          <Column>Seen</Column>
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">
        {rows.map((token) => (
          <TokenLine key={token.id} token={token} sources={sources} reasonWords={reasonWords} now={now} />
        ))}
      </tbody>
    </Table>
  )
}

function TokenLine({ token, sources, reasonWords, now }: { token: TokenRow; sources: Sources; reasonWords: ReasonWords; now: Date }) {
  return (
    <Tr
      role="row"
      className="group hover:bg-panel max-md:mb-3 max-md:flex max-md:flex-col max-md:rounded-panel max-md:border max-md:border-line max-md:py-2 max-md:last:border-b"
    >
      <Cell className="sticky left-0 z-10 max-w-60 min-w-52 bg-bg group-hover:bg-panel max-md:static max-md:order-2 max-md:max-w-none">
        <TwoLines
          first={
            <Link
              href={`/tokens/${token.id}`}
              className="font-medium text-text underline decoration-line underline-offset-2 hover:decoration-text"
            >
              {token.name}
            </Link>
          }
          second={
            <>
              {token.kind} ·{' '}
              <span translate="no" className="font-mono">
                {token.displayId}
              </span>
            </>
          }
        />
      </Cell>
      <Cell className="max-md:order-1">
        <TwoLines first={<Verdict verdict={token.verdict} tint />} second={reasonWords[token.reason]} />
      </Cell>
      <Cell className="text-right max-md:hidden">
        <TwoLines first={<Risk token={token} />} second={token.state === 'live' ? null : stateWord[token.state]} />
      </Cell>
      <Cell label="Owner" className="max-w-36 max-md:order-3">
        <Owner token={token} />
      </Cell>
      <Cell className="max-w-36 max-md:hidden">
        <TwoLines
          first={token.workloadName ?? <Nothing is="none" />}
          second={token.sensitivity === null ? 'assumed customer data' : sensitivityWord[token.sensitivity]}
        />
      </Cell>
      <Cell className="max-md:hidden">
        {token.level && token.reach ? (
          <TwoLines first={levelWord[token.level]} second={reachWord[token.reach]} />
        ) : (
          <Nothing is="not reported" />
        )}
      </Cell>
      <Cell className="max-md:hidden">
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          <BindingLadder binding={token.binding} />
          {token.binding === 'not-reported' ? <Nothing is="not reported" /> : bindingShort[token.binding]}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap max-md:hidden">
        <TwoLines
          first={<Expiry token={token} now={now} />}
          second={
            <>
              <Age token={token} now={now} /> {token.issuedAt ? 'old' : 'age'}
            </>
          }
        />
      </Cell>
      <Cell label="Last used" className="whitespace-nowrap max-md:order-4">
        <LastUse token={token} now={now} />
      </Cell>
      <Cell className="max-md:hidden">
        <Seen source={sources.get(token.sourceId)} missing={token.missingSince !== null} now={now} />
      </Cell>
    </Tr>
  )
}

/** When its source was last read whole, and whether it was in there. */
function Seen({
  source,
  missing,
  now,
}: {
  source: { name: string; lastCompleteAt: Date | null; watched: boolean } | undefined
  missing: boolean
  now: Date
}) {
  const second = missing ? 'missing last time' : source?.watched ? source.name : 'no longer watched'
  return (
    <TwoLines
      first={source?.lastCompleteAt ? <Past at={source.lastCompleteAt} now={now} /> : <Nothing is="never" />}
      second={missing || !source?.watched ? <span className="text-standing">{second}</span> : second}
    />
  )
}

function Owner({ token }: { token: TokenRow }) {
  if (!token.ownerName) return <Nothing is="none" />
  return (
    <TwoLines first={token.ownerName} second={token.ownerStatus === 'departed' ? <span className="text-standing">departed</span> : null} />
  )
}

/** A cell that keeps its role when narrow screens lay it out as a card; `label` is shown there, where no heading stands over it. */
function Cell({ label, className, children }: { label?: string; className?: string; children: ReactNode }) {
  return (
    <Td role="cell" className={cn('max-md:flex max-md:max-w-none max-md:flex-wrap max-md:gap-x-2 max-md:py-0.5', className)}>
      {label ? <span className="text-text-3 md:hidden">{label}</span> : null}
      <div className="min-w-0 max-md:contents">{children}</div>
    </Td>
  )
}

function Column({ children }: { children: ReactNode }) {
  return <Th role="columnheader">{children}</Th>
}

type SortThProps = { sort: Sort; search: TokenSearch; className?: string; children: ReactNode }

/** A heading that sorts by its column; pressed again, the other way round. */
function SortTh({ sort, search, className, children }: SortThProps) {
  const current = search.sort === sort
  const down = (sorts[sort].runs === 'down') !== search.reversed
  const Arrow = down ? ArrowDown : ArrowUp
  return (
    <Th role="columnheader" aria-sort={current ? (down ? 'descending' : 'ascending') : undefined} className={className}>
      <Link href={hrefSorted(search, sort)} className="inline-flex min-h-6 items-center gap-1 hover:text-text">
        {children}
        {current ? <Arrow aria-hidden className="size-3" /> : null}
      </Link>
    </Th>
  )
}
