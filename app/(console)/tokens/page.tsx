import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { viewTitle } from '@/components/tokens/list/view-tabs.tsx'
import { InventoryTabs } from '@/components/tokens/tabs.tsx'
import { UnusableAddress } from '@/components/ui/unusable-address.tsx'
import { AppError } from '@/lib/model/app-error.ts'
import type { TokenList } from '@/lib/model/token-list.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { FirstSteps } from '../first-steps.tsx'
import { Inventory } from './inventory.tsx'
import { askedList } from './asked-list.ts'

type TokensPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: TokensPageProps): Promise<Metadata> {
  const viewer = await pageViewer('tokens:read')
  const { list } = await askedList(viewer, await searchParams)
  if (list instanceof AppError) return { title: 'Error: Tokens' }
  const title = viewer.scope.all ? 'Tokens' : 'My tokens'
  return { title: [title, list.view.name, ...(list.modified ? ['modified'] : [])].join(' · ') }
}

export default async function TokensPage({ searchParams }: TokensPageProps) {
  const viewer = await pageViewer('tokens:read')
  const { list, views } = await askedList(viewer, await searchParams)
  return (
    <>
      <PageHead
        title={viewer.scope.all ? 'Tokens' : 'My tokens'}
        says={list instanceof AppError ? null : opening(list)}
        action={viewer.scope.all ? <InventoryTabs here="tokens" /> : null}
      />
      <FirstSteps viewer={viewer} />
      {list instanceof AppError ? (
        <UnusableAddress error={list} href="/tokens" label="Show all tokens" />
      ) : (
        <Inventory viewer={viewer} list={list} views={views} />
      )}
    </>
  )
}

/** What the list is of, in a sentence: the view's own words as long as they are true of it. */
function opening({ view, modified }: TokenList): string {
  if (modified) return `What “${view.name}” becomes with other filters, or laid out otherwise.`
  return view.means ?? `The view “${view.name}”${view.saved ? `. ${viewTitle(view.saved)}` : ''}.`
}
