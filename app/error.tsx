'use client'

import { BrandMark } from '@/components/shell/brand-mark.tsx'
import ConsoleError from './(console)/error.tsx'

/** The same where not even the frame around the page could be made, such as while the database is away. */
export default function RootError(failed: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[40rem] flex-col justify-center gap-4 px-4">
      <p className="flex items-center gap-2 font-semibold">
        <BrandMark />
        Standdown
      </p>
      <ConsoleError {...failed} />
    </main>
  )
}
