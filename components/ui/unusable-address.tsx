import type { AppError } from '@/lib/model/app-error.ts'
import { LinkButton } from './button.tsx'
import { Notice } from './notice.tsx'

/** An address that asks for something which cannot be answered: each part that is wrong, and the way back. */
export function UnusableAddress({ error, href, label }: { error: AppError; href: string; label: string }) {
  return (
    <Notice tone="error" title={error.message} role="alert">
      <ul className="list-disc pl-4">
        {error.issues.map(({ where, what }) => (
          <li key={`${where} ${what}`} className="break-words">
            <code className="font-mono text-table">{where}</code> {what}
          </li>
        ))}
      </ul>
      <p>
        <LinkButton href={href}>{label}</LinkButton>
      </p>
    </Notice>
  )
}
