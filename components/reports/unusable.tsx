import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { AppError } from '@/lib/model/app-error.ts'

/** A report whose address asks for something that it cannot answer: what, and the way back. */
export function Unusable({ title, error, href }: { title: string; error: AppError; href: string }) {
  return (
    <>
      <PageHead title={title} />
      <Notice tone="error" title={error.message} role="alert">
        <ul className="list-disc pl-4">
          {error.issues.map(({ where, what }) => (
            <li key={`${where} ${what}`} className="break-words">
              <code className="font-mono text-table">{where}</code> {what}
            </li>
          ))}
        </ul>
        <p>
          <LinkButton href={href}>Show it without them</LinkButton>
        </p>
      </Notice>
    </>
  )
}
