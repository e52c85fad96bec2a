import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'

/** Tokens, and beside them what mints short-lived ones: good practice in view without inflating any count. */
export function InventoryTabs({ here }: { here: 'tokens' | 'issuers' }) {
  const tab = (name: 'tokens' | 'issuers', href: string, label: string) => (
    <Link
      href={href}
      aria-current={here === name ? 'page' : undefined}
      className={cn(
        'inline-flex min-h-8 items-center border border-control px-3 text-table font-medium first:rounded-l-control last:-ml-px last:rounded-r-control pointer-coarse:min-h-11',
        here === name ? 'z-10 bg-selected text-text' : 'text-text-2 hover:bg-panel hover:text-text',
      )}
    >
      {label}
    </Link>
  )
  return (
    <nav aria-label="Inventory" className="flex">
      {tab('tokens', '/tokens', 'Tokens')}
      {tab('issuers', '/tokens/issuers', 'Issuers')}
    </nav>
  )
}
