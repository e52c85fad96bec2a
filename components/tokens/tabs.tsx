import Link from 'next/link'
import { cn } from '@/components/ui/cn.ts'

/** Tokens, and beside them what mints short-lived ones: good practice in view without inflating any count. */
export function InventoryTabs({ here }: { here: 'tokens' | 'issuers' }) {
  const tab = (name: 'tokens' | 'issuers', href: string, label: string) => (
    <Link
      href={href}
      aria-current={here === name ? 'page' : undefined}
      className={cn(
        '-mb-px inline-flex min-h-9 items-center border-b-2 px-1 font-medium',
        here === name ? 'border-accent text-text' : 'border-transparent text-text-2 hover:text-text',
      )}
    >
      {label}
    </Link>
  )
  return (
    <nav aria-label="Inventory" className="mb-4 flex gap-5 border-b border-line">
      {tab('tokens', '/tokens', 'Tokens')}
      {tab('issuers', '/tokens/issuers', 'Issuers')}
    </nav>
  )
}
