import type { Metadata } from 'next'
import { BrandMark } from '@/components/shell/brand-mark.tsx'
import { LinkButton } from '@/components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

/** An address outside the console that leads nowhere. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[40rem] flex-col items-start justify-center gap-4 px-4">
      <p className="flex items-center gap-2 font-semibold">
        <BrandMark />
        Standdown
      </p>
      <h1 className="text-title">There is nothing at this address.</h1>
      <p className="text-text-2">The link may be mistyped, or what it named was removed.</p>
      <LinkButton href="/" kind="primary">
        Go to the first page
      </LinkButton>
    </main>
  )
}
