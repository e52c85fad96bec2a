'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'

/**
 * A page that could not be made: what failed, what is still true, and a way to try again. Its cause is in the log only. Every page
 * loads this before it is needed, so it is written out: a notice and a button of the kit would bring icons and links along.
 */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter()
  return (
    <>
      <title>Error: this page could not be made · Standdown</title>
      <h1 className="mb-4 text-title">This page could not be made</h1>
      <div role="alert" className="flex flex-col gap-1 rounded-panel border border-revoke bg-revoke-tint px-4 py-3">
        <p className="flex items-center gap-3 font-semibold">
          <svg aria-hidden viewBox="0 0 16 16" className="size-4 shrink-0 text-revoke">
            <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
            <path d="M8 4v5M8 11v1.2" stroke="currentColor" strokeWidth="1.5" />
          </svg>
          <span className="sr-only">Error: </span>
          The server failed while it made this page.
        </p>
        <p>
          Nothing was changed by it, and everything read or saved before is kept. The database may be restarting: try again in a moment.
        </p>
        {error.digest ? (
          <p className="text-table text-text-2">
            Request <code className="font-mono">{error.digest}</code>, which the log explains.
          </p>
        ) : null}
        <p>
          <button
            type="button"
            className="mt-1 min-h-8 rounded-control border border-control bg-bg px-3 text-table font-medium hover:bg-panel pointer-coarse:min-h-11"
            onClick={() =>
              startTransition(() => {
                router.refresh()
                reset()
              })
            }
          >
            Retry
          </button>
        </p>
      </div>
    </>
  )
}
