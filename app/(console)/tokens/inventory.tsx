import type { ReactNode } from 'react'
import { LackingNotice } from '@/components/tokens/lacking-notice.tsx'
import { AppliedFilters } from '@/components/tokens/list/applied-filters.tsx'
import { columns } from '@/components/tokens/list/columns.tsx'
import { ColumnsMenu } from '@/components/tokens/list/columns-menu.tsx'
import { ListBar } from '@/components/tokens/list/list-bar.tsx'
import { ListFilters } from '@/components/tokens/list/list-filters.tsx'
import { hrefOfList, hrefPaged } from '@/components/tokens/list/list-hrefs.ts'
import { TokenTable } from '@/components/tokens/list/token-table.tsx'
import { ViewTabs } from '@/components/tokens/list/view-tabs.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { listTokens } from '@/lib/db/list-tokens.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { frozenColumns, tokenColumns } from '@/lib/model/token-columns.ts'
import type { TokenList } from '@/lib/model/token-list.ts'
import type { TokenView } from '@/lib/model/token-view.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { reasonWords } from '../reason-words.ts'
import { EmptyList } from './empty-list.tsx'

type InventoryProps = { viewer: Viewer; list: TokenList; views: readonly TokenView[] }

/** A list of tokens with everything it is worked by. */
export async function Inventory({ viewer, list, views }: InventoryProps) {
  const { db, now } = await webWorld()
  const { search } = list
  const [page, facets, freshness] = await Promise.all([
    listTokens(db, viewer.scope, search, now),
    tokenFacets(db, viewer.scope, search, now),
    dataFreshness(db, now),
  ])
  const { total, counts } = facets
  const least = freshness.lacking.length > 0 ? 'at least ' : ''
  const last = page.before + page.rows.length
  // Rows come and go between two clicks, so that what a cursor remembers of their number may be behind.
  const of = Math.max(total, last)
  const matching = `${least}${countWords(total)} ${total === 1 ? 'token matches' : 'tokens match'}`
  return (
    <>
      <LackingNotice lacking={freshness.lacking} linked={may(viewer.role, 'sources:read')} />
      <div className="mb-3 flex items-end gap-3 border-b border-line">
        <ViewTabs views={views} here={list.view.id} modified={list.modified} />
      </div>
      <div className="mb-3 flex flex-col gap-2">
        <ListFilters list={list} counts={counts} reasonWords={reasonWords} total={matching} />
        <AppliedFilters list={list} words={{ counts, reasonWords }} />
      </div>
      <ListBar list={list} says={matching} columnsMenu={<Columns list={list} />} exports={may(viewer.role, 'tokens:export') && total > 0} />
      {page.rows.length > 0 ? (
        <>
          <TokenTable
            rows={page.rows}
            sources={freshness.named}
            list={list}
            reasonWords={reasonWords}
            now={now}
            hrefOf={({ id }) => `/tokens/${id}`}
          />
          <div className="mt-3">
            <Pagination
              label="Pages of tokens"
              previous={page.previous && hrefPaged(list, 'before', page.previous)}
              next={page.next && hrefPaged(list, 'after', page.next)}
              says={`${countWords(page.before + 1)}–${countWords(last)} of ${least}${countWords(of)}`}
            />
          </div>
        </>
      ) : (
        <EmptyList viewer={viewer} list={list} freshness={freshness} />
      )}
    </>
  )
}

function Columns({ list }: { list: TokenList }): ReactNode {
  const choosable = tokenColumns.filter((name) => !frozenColumns.includes(name))
  const { view } = list
  return (
    <ColumnsMenu
      all={choosable.map((name) => ({ name, head: columns[name].head }))}
      shown={list.columns.filter((name) => !frozenColumns.includes(name))}
      usual={view.columns.filter((name) => !frozenColumns.includes(name))}
      base={hrefOfList({ ...list, columns: view.columns })}
    />
  )
}
