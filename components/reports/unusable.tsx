import { PageHead } from '@/components/shell/page-head.tsx'
import { UnusableAddress } from '@/components/ui/unusable-address.tsx'
import type { AppError } from '@/lib/model/app-error.ts'

/** A report whose address asks for something that it cannot answer: what, and the way back. */
export function Unusable({ title, error, href }: { title: string; error: AppError; href: string }) {
  return (
    <>
      <PageHead title={title} />
      <UnusableAddress error={error} href={href} label="Show it without them" />
    </>
  )
}
