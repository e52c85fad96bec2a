import { hrefOfList } from '@/components/tokens/list/list-hrefs.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import type { DataFreshness } from '@/lib/db/data-freshness.ts'
import type { TokenList } from '@/lib/model/token-list.ts'
import { narrowingsOf } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'

/** Why there is nothing: no source yet, a page past the end, a filter, or truly nothing in view. */
export function EmptyList({ viewer, list, freshness }: { viewer: Viewer; list: TokenList; freshness: DataFreshness }) {
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
  if (narrowingsOf(list.search).length > 0) {
    return (
      <EmptyState title="No tokens match." action={<LinkButton href="/tokens">Clear all filters</LinkButton>}>
        Take a filter away above, or clear them all.
      </EmptyState>
    )
  }
  if (freshness.sources === 0 && may(viewer.role, 'sources:edit')) {
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
