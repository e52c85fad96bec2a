'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'

/** A page that could not be made: what failed, what is still true, and a way to try again. Its cause is in the log only. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter()
  return (
    <>
      <title>Error: this page could not be made · Standdown</title>
      <h1 className="mb-4 text-title">This page could not be made</h1>
      <Notice tone="error" role="alert" title="The server failed while it made this page.">
        <p>
          Nothing was changed by it, and everything read or saved before is kept. The database may be restarting: try again in a moment.
        </p>
        {error.digest ? (
          <p className="text-table text-text-2">
            Request <code className="font-mono">{error.digest}</code>, which the log explains.
          </p>
        ) : null}
        <p>
          <Button
            onClick={() =>
              startTransition(() => {
                router.refresh()
                reset()
              })
            }
          >
            Retry
          </Button>
        </p>
      </Notice>
    </>
  )
}
