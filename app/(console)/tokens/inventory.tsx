import { Suspense, type ReactNode } from 'react'
import { DrawerSkeleton } from '@/components/tokens/drawer/drawer-skeleton.tsx'
import { DrawerSplit } from '@/components/tokens/drawer/drawer-split.tsx'
import { tokenHref } from '@/components/tokens/drawer/token-links.ts'
import { LackingNotice } from '@/components/tokens/lacking-notice.tsx'
import { AppliedFilters } from '@/components/tokens/list/applied-filters.tsx'
import { GroupTable } from '@/components/tokens/list/group-table.tsx'
import { columns, type Sources } from '@/components/tokens/list/columns.tsx'
import { ChangesWatch } from '@/components/tokens/list/changes-watch.tsx'
import { PendingRows } from '@/components/tokens/list/pending-rows.tsx'
import { ColumnsMenu } from '@/components/tokens/list/columns-menu.tsx'
import { ListBar } from '@/components/tokens/list/list-bar.tsx'
import { ListFilters } from '@/components/tokens/list/list-filters.tsx'
import { hrefOfList, hrefPaged, narrowedBy } from '@/components/tokens/list/list-hrefs.ts'
import { TokenTable } from '@/components/tokens/list/token-table.tsx'
import { ViewTabs } from '@/components/tokens/list/view-tabs.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { auditMark } from '@/lib/db/audit-mark.ts'
import { dataFreshness, type DataFreshness } from '@/lib/db/data-freshness.ts'
import { groupTokens } from '@/lib/db/group-tokens.ts'
import { listTokens, type TokenPage } from '@/lib/db/list-tokens.ts'
import { suggestedOwners } from '@/lib/db/suggested-owner.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { frozenColumns, tokenColumns } from '@/lib/model/token-columns.ts'
import { writeTokenList, type TokenList } from '@/lib/model/token-list.ts'
import { rowMark } from '@/lib/model/row-mark.ts'
import { writeCursor } from '@/lib/model/token-cursor.ts'
import { narrowingsOf, writeTokenSearch } from '@/lib/model/token-search.ts'
import type { TokenView } from '@/lib/model/token-view.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { reasonWords } from '../reason-words.ts'
import { TokenDrawer } from './[id]/token-drawer.tsx'
import { besideRows } from './beside-rows.ts'
import { EmptyList } from './empty-list.tsx'
import { lackingSources } from './lacking-sources.ts'
import { SelectionBar } from './selection/selection-bar.tsx'
import { ViewBar } from './view-bar.tsx'

type InventoryProps = { viewer: Viewer; list: TokenList; views: readonly TokenView[] }

/** Where the list is gathered, groups stand in the place of rows. */
const noRows: TokenPage = { rows: [], before: 0, previous: null, next: null }

/** Beyond this many, counts come from the summary that is kept with every change, and say so. */
const huge = 100_000

/** A list of tokens with everything it is worked by. */
export async function Inventory({ viewer, list, views }: InventoryProps) {
  const { db, now } = await webWorld()
  const { search } = list
  // Before the rows: what others do from here on is told when it is acted upon.
  const mark = await auditMark(db)
  const [page, groups, facets, freshness] = await Promise.all([
    list.group ? noRows : listTokens(db, viewer.scope, search, now),
    list.group ? groupTokens(db, viewer.scope, search, now, list.group) : null,
    tokenFacets(db, viewer.scope, search, now),
    dataFreshness(db, now),
  ])
  const { total, counts } = facets
  const unowned = page.rows.filter((row) => row.ownerName === null).map(({ id }) => id)
  const [suggested, beside] = await Promise.all([
    suggestedOwners(db, viewer.scope, may(viewer.role, 'directory:read') ? unowned : []),
    besideRows(db, viewer.scope, page.rows, list.columns),
  ])
  const maySources = may(viewer.role, 'sources:read')
  const least = freshness.lacking.length > 0 ? 'at least ' : ''
  const last = page.before + page.rows.length
  // Rows come and go between two clicks, so that what a cursor remembers of their number may be behind.
  const of = Math.max(total, last)
  const matching = `${least}${countWords(total)} ${total === 1 ? 'token matches' : 'tokens match'}`
  const says = total > huge && narrowingsOf(search).length === 0 ? `${matching}, from the kept summary` : matching
  return (
    <DrawerSplit open={list.token} page={list.token && tokenHref(list.token, list)} drawer={<Drawer list={list} />}>
      <LackingNotice lacking={await lackingSources(db, freshness, maySources)} linked={maySources} now={now} />
      <div className="mb-3 flex flex-wrap items-end gap-x-3 border-b border-line">
        <ViewTabs views={views} here={list.view.id} modified={list.modified} />
        <ViewBar
          // Another view, or another version of it, begins its forms anew.
          key={`${list.view.id} ${list.view.saved?.version}`}
          view={{ id: list.view.id, name: list.view.name, saved: list.view.saved }}
          modified={list.modified}
          list={String(writeTokenList({ ...list, token: null }))}
          mayShare={may(viewer.role, 'tokens:edit')}
        />
      </div>
      <div className="mb-3 flex flex-col gap-2">
        <ListFilters list={list} counts={counts} reasonWords={reasonWords} total={matching} least={least} />
        <AppliedFilters list={list} words={{ counts, reasonWords }} />
      </div>
      <ListBar
        list={list}
        besideDrawer={list.token !== null}
        says={says}
        changes={page.rows.length > 0 ? <ChangesWatch href={marksHref(list)} marks={page.rows.map(rowMark).join(' ')} /> : null}
        columnsMenu={<Columns list={list} />}
        exports={may(viewer.role, 'tokens:export') && total > 0}
      />
      {groups && groups.groups.length > 0 ? (
        <GroupTable
          groups={groups}
          list={list}
          reasonWords={reasonWords}
          atLeast={least !== ''}
          selects={may(viewer.role, 'tokens:edit') || may(viewer.role, 'tokens:export')}
        />
      ) : page.rows.length > 0 ? (
        <>
          <PendingRows>
            <TokenTable
              rows={page.rows}
              sources={sourcesOf(freshness)}
              suggested={suggested}
              beside={beside}
              list={list}
              reasonWords={reasonWords}
              now={now}
              open={list.token}
              hrefOf={({ id }) => tokenHref(id, list)}
            />
          </PendingRows>
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
        <EmptyList viewer={viewer} list={list} freshness={freshness} words={{ counts, reasonWords }} least={least} />
      )}
      <SelectionBar
        filters={narrowedBy(search)}
        total={total}
        atLeast={least !== ''}
        mark={mark}
        may={{
          edit: may(viewer.role, 'tokens:edit'),
          export: may(viewer.role, 'tokens:export'),
          plan: may(viewer.role, 'plans:edit'),
          act: may(viewer.role, 'acts:approve'),
        }}
      />
    </DrawerSplit>
  )
}

function sourcesOf({ named, lacking }: DataFreshness): Sources {
  const lacks = new Map(lacking.map(({ id, why }) => [id, why]))
  return new Map([...named].map(([id, source]) => [id, { ...source, lacks: lacks.get(id) ?? null }]))
}

/** Where the marks of this very page are read anew. */
function marksHref({ search }: TokenList): string {
  const query = writeTokenSearch(search)
  if (search.from) query.set(search.from.side, writeCursor(search, search.from.cursor))
  return `/api/v1/tokens/marks?${query}`
}

function Drawer({ list }: { list: TokenList }): ReactNode {
  if (!list.token) return null
  return (
    <Suspense key={list.token} fallback={<DrawerSkeleton />}>
      <TokenDrawer id={list.token} list={list} />
    </Suspense>
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
