import type { Metadata } from 'next'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'

export const metadata: Metadata = { title: 'Not found' }

/** Missing, or not this viewer's to see: the two look alike. */
export default function NotFound() {
  return (
    <>
      <h1 className="mb-4 text-title">Not found</h1>
      <EmptyState title="There is nothing at this address." action={<LinkButton href="/tokens">Go to the tokens</LinkButton>}>
        It may have been removed, or it is not yours to see.
      </EmptyState>
    </>
  )
}
