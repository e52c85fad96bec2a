import type { Metadata } from 'next'
import { MessageTable } from '@/components/messages/message-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { listMessages } from '@/lib/db/list-messages.ts'
import { messageSearchHref, readMessageSearch, type MessageSearch } from '@/lib/model/message-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { MessageTabs } from '../tabs.tsx'
import { TryAgain } from './try-again.tsx'

export const metadata: Metadata = { title: 'Delivery log · Messages · Settings' }

const tabs = [
  { tab: 'all', label: 'All', empty: 'No message yet.' },
  { tab: 'waiting', label: 'Waiting', empty: 'No message waits.' },
  { tab: 'given-up', label: 'Given up', empty: 'No message was given up.' },
] as const

export default async function LogPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  await pageViewer('messages:edit')
  const search = readMessageSearch(await searchParams)
  const { db } = await webWorld()
  const { lines, previous, next } = await listMessages(db, search)
  const href = (side: 'after' | 'before', id: string | null) => (id === null ? null : messageSearchHref({ ...search, edge: { side, id } }))
  return (
    <>
      <PageHead
        title="Delivery log"
        says="Every message with what came of it, kept for 400 days. What it said is not kept, only about what."
      />
      <MessageTabs here="/settings/messages/log" />
      <Tabs label="Which messages" tabs={tabs.map(({ tab, label }) => ({ href: hrefOf(tab), label }))} here={hrefOf(search.tab)} />
      {lines.length > 0 ? (
        <>
          <MessageTable lines={lines} again={({ id }) => <TryAgain id={id} />} />
          <div className="mt-3">
            <Pagination
              label="Pages of the delivery log"
              previous={href('before', previous)}
              next={href('after', next)}
              says={`${countWords(lines.length)} shown, newest first`}
            />
          </div>
        </>
      ) : (
        <EmptyState title={tabs.find(({ tab }) => tab === search.tab)?.empty ?? ''}>
          Messages go out once a channel was tested and switched on.
        </EmptyState>
      )}
    </>
  )
}

function hrefOf(tab: MessageSearch['tab']): string {
  return messageSearchHref({ tab, edge: null })
}
