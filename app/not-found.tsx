import type { Metadata } from 'next'
import Link from 'next/link'

export const metadata: Metadata = { title: 'Not found' }

/** An address outside the console that leads nowhere. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[40rem] flex-col items-start justify-center gap-4 px-4">
      <h1 className="text-title">There is nothing at this address.</h1>
      <Link href="/tokens" className="text-accent underline underline-offset-2">
        Go to the tokens
      </Link>
    </main>
  )
}
