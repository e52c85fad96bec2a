import { hrefCleared, hrefOfList, hrefWithout } from '@/components/tokens/list/list-hrefs.ts'
import { narrowingWords, type Words } from '@/components/tokens/list/narrowing-words.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { DataFreshness } from '@/lib/db/data-freshness.ts'
import { loosening } from '@/lib/db/loosening.ts'
import type { TokenList } from '@/lib/model/token-list.ts'
import { narrowingsOf } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

type EmptyListProps = { viewer: Viewer; list: TokenList; freshness: DataFreshness; words: Words; least: string }

/** Why there is nothing: no source yet, a page past the end, a filter, or truly nothing in view. */
export function EmptyList({ viewer, list, freshness, words, least }: EmptyListProps) {
  if (list.search.from) {
    return (
      <EmptyState
        title="This page of the list is empty now."
        action={<LinkButton href={hrefOfList(list)}>Go to the first page</LinkButton>}
      >
        Tokens move in the order as they change.
      </EmptyState>
    )
  }
  if (narrowingsOf(list.search).length > 0) return <EmptyByFilter viewer={viewer} list={list} words={words} least={least} />
  if (freshness.sources === 0 && viewer.scope.all && !may(viewer.role, 'sources:edit')) {
    return (
      <EmptyState title="No source is connected yet. An administrator connects one.">
        The tokens of an AWS account, a GitHub organisation or an imported file then appear here, scored.
      </EmptyState>
    )
  }
  if (freshness.sources === 0 && viewer.scope.all) {
    return (
      <EmptyState
        title="No source is connected yet."
        action={
          <LinkButton kind="primary" href="/sources/new">
            Add source
          </LinkButton>
        }
      >
        Connect an AWS account or a GitHub organisation, or import a file. Its tokens appear here, scored, while the first sync runs.
      </EmptyState>
    )
  }
  if (!viewer.scope.all)
    return (
      <EmptyState title="No token is assigned to you.">Tokens appear here once somebody names you or your team as their owner.</EmptyState>
    )
  return (
    <EmptyState title="No live token is in view.">
      {freshness.running > 0 ? 'The first sync is under way.' : 'Disabled, expired and removed tokens are under “State”.'}
    </EmptyState>
  )
}

/** Names the one filter that hides the most, and offers to drop it. */
async function EmptyByFilter({ viewer, list, words, least }: Omit<EmptyListProps, 'freshness'>) {
  const { db, now } = await webWorld()
  const loosened = await loosening(db, viewer.scope, list.search, now)
  const clear = <LinkButton href={hrefCleared(list)}>Clear all filters</LinkButton>
  if (!loosened) {
    return (
      <EmptyState title="No tokens match." action={clear}>
        No single filter is to blame: several together leave nothing.
      </EmptyState>
    )
  }
  const says = narrowingWords(loosened.narrowing, list.search, words)
  return (
    <EmptyState
      title="No tokens match."
      action={
        <div className="flex flex-wrap gap-2">
          <LinkButton href={hrefWithout(list, loosened.narrowing)}>Drop “{says}”</LinkButton>
          {clear}
        </div>
      }
    >
      Without “{says}” there {loosened.count === 1 ? 'is' : 'are'} {least}
      {countWords(loosened.count)}.
    </EmptyState>
  )
}
