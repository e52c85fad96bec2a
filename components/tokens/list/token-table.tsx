import type { ComponentProps } from 'react'
import type { TokenRow } from '@/lib/model/token-row.ts'
import type { SuggestedOwner } from '@/lib/model/suggestion.ts'
import { cn } from '@/components/ui/cn.ts'
import { SelectAllBox, SelectBox } from '../selection/select-box.tsx'
import type { ReasonWords } from '../fact-words.ts'
import { columns, type Beside, type Column, type Sources } from './columns.tsx'
import { boxColumn, frameClass, frozenAt, widthClass } from './frame.ts'
import { Heading } from './heading.tsx'
import type { Listed } from './list-hrefs.ts'

type TokenTableProps = {
  rows: readonly TokenRow[]
  sources: Sources
  /** Who may own those of the rows that nobody owns, by their ids. */
  suggested: ReadonlyMap<string, SuggestedOwner>
  beside: ReadonlyMap<string, Beside>
  list: Listed
  reasonWords: ReasonWords
  now: Date
  hrefOf: (token: TokenRow) => string
  /** The token whose drawer is open. */
  open: string | null
}

/** The inventory's rows: what it is, whether it is acceptable, and what that rests on. A card each on a phone. */
export function TokenTable({ rows, sources, suggested, beside, list, reasonWords, now, hrefOf, open }: TokenTableProps) {
  const shown: readonly (Column & { name: string })[] = list.columns.map((name) => ({ name, ...columns[name] }))
  return (
    <div className="@container">
      <div
        role="region"
        aria-label="Tokens"
        tabIndex={0}
        className={cn(
          'isolate rounded-panel border border-line max-md:max-h-none max-md:overflow-visible max-md:border-0',
          frameClass([boxColumn, ...shown]),
        )}
      >
        <table
          role="table"
          data-compact={list.density === 'compact' ? '' : undefined}
          className="group/list w-full table-fixed border-separate border-spacing-0 text-left text-table max-md:block"
        >
          <caption className="sr-only">Tokens</caption>
          <colgroup className="max-md:hidden">
            <col className={widthClass(boxColumn)} />
            {shown.map(({ name, ...column }) => (
              <col key={name} className={widthClass(column)} />
            ))}
          </colgroup>
          <thead role="rowgroup" className="max-md:sr-only">
            <tr role="row">
              <th
                scope="col"
                role="columnheader"
                className="sticky top-(--head) left-0 z-30 rounded-tl-panel border-b border-line bg-panel pl-2 max-md:hidden"
              >
                <SelectAllBox />
              </th>
              {shown.map((column) => (
                <Heading
                  key={column.name}
                  column={column}
                  list={list}
                  className={cn(frozen(column.name), isFrozen(column.name) && 'z-30')}
                />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" className="max-md:block">
            {rows.map((token) => (
              <tr
                key={token.id}
                role="row"
                data-token-row={token.id}
                data-key-row
                aria-current={token.id === open ? 'true' : undefined}
                className="group/row max-md:mb-3 max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:rounded-panel max-md:border max-md:border-line max-md:px-3 max-md:py-2.5"
              >
                <Cell className="bg-bg pl-2 group-data-compact/list:py-0.5 max-md:hidden md:sticky md:left-0 md:z-10">
                  <SelectBox id={token.id} name={token.name} />
                </Cell>
                {shown.map(({ name, right, card, cell: Content }) => (
                  <Cell
                    key={name}
                    className={cn(right && 'text-right', frozen(name), isFrozen(name) && 'bg-bg md:z-10', card ?? 'max-md:hidden')}
                  >
                    <Content
                      token={token}
                      sources={sources}
                      reasonWords={reasonWords}
                      suggested={suggested.get(token.id) ?? null}
                      beside={beside.get(token.id) ?? null}
                      href={hrefOf(token)}
                      now={now}
                    />
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const isFrozen = (name: string) => name === 'token' || name === 'verdict'

/** The columns that stay at the left edge: the second only where there is room beside it. */
function frozen(name: string): string {
  if (name === 'token') return cn('md:sticky', frozenAt.token)
  return name === 'verdict' ? cn('lg:sticky', frozenAt.verdict) : ''
}

/** A cell that keeps its role when a phone lays it out as part of a card. */
function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return (
    <td
      role="cell"
      className={cn(
        'relative h-12 border-b border-line px-1.5 py-[5px] @min-[1320px]:px-2 align-top last:pr-2 group-last/row:border-b-0 group-aria-current/row:bg-selected group-data-selected/row:bg-selected md:group-hover/row:bg-panel group-data-compact/list:h-8 group-data-compact/list:py-1 group-data-pending/rows:text-transparent group-data-pending/rows:before:absolute group-data-pending/rows:before:inset-x-2 group-data-pending/rows:before:top-3 group-data-pending/rows:before:h-3 group-data-pending/rows:before:rounded-control group-data-pending/rows:before:bg-line group-data-pending/rows:*:invisible max-md:block max-md:h-auto max-md:border-0 max-md:px-0 max-md:py-0',
        className,
      )}
      {...rest}
    />
  )
}
