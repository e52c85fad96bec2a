import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { InventoryTabs } from '@/components/tokens/tabs.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { AppError } from '@/lib/model/app-error.ts'
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
      <PageHead title={viewer.scope.all ? 'Tokens' : 'My tokens'} action={viewer.scope.all ? <InventoryTabs here="tokens" /> : null} />
      <FirstSteps viewer={viewer} />
      {list instanceof AppError ? <Unusable error={list} /> : <Inventory viewer={viewer} list={list} views={views} />}
    </>
  )
}

function Unusable({ error }: { error: AppError }) {
  return (
    <Notice tone="error" title={error.message} role="alert">
      <ul className="list-disc pl-4">
        {error.issues.map(({ where, what }) => (
          <li key={`${where} ${what}`} className="break-words">
            <code className="font-mono text-table">{where}</code> {what}
          </li>
        ))}
      </ul>
      <p>
        <LinkButton href="/tokens">Show all tokens</LinkButton>
      </p>
    </Notice>
  )
}
