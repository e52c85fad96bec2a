import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { demoHoldings } from '@/lib/db/demo-holdings.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { RemoveDemo } from './remove-demo.tsx'

export const metadata: Metadata = { title: 'Demo data · Settings' }

export default async function DemoPage() {
  await pageViewer('demo:remove')
  const { db } = await webWorld()
  const [{ here }, holdings] = await Promise.all([demoState({ db }), demoHoldings(db)])
  return (
    <>
      <PageHead title="Demo data" />
      {here ? (
        <RemoveDemo holdings={holdings} />
      ) : (
        <EmptyState
          title="There is no demo data here."
          action={
            <LinkButton kind="primary" href="/sources/new">
              Add source
            </LinkButton>
          }
        >
          Everything in this inventory comes from your own sources. As long as nothing is connected, the start page can bring the demo back.
        </EmptyState>
      )}
    </>
  )
}
