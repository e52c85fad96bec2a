import { Users } from 'lucide-react'
import { Link } from '@/components/ui/link.tsx'
import type { TokenView } from '@/lib/model/token-view.ts'
import { cn } from '@/components/ui/cn.ts'
import { hrefOfView } from './view-href.ts'

/** The views as tabs: those everybody has, then one's own and those that others share. The strip scrolls sideways by itself. */
export function ViewTabs({ views, here, modified }: { views: readonly TokenView[]; here: string; modified: boolean }) {
  return (
    <nav aria-label="Views" className="relative min-w-0 flex-1">
      <ul className="flex gap-1 overflow-x-auto [scrollbar-width:thin]">
        {views.map(({ id, name, means, saved }) => (
          <li key={id} className="shrink-0">
            <Link
              href={hrefOfView(id)}
              title={saved ? viewTitle(saved) : (means ?? undefined)}
              aria-current={id === here ? (modified ? 'true' : 'page') : undefined}
              className={cn(
                'inline-flex min-h-9 max-w-80 items-center gap-1.5 border-b-2 px-2 text-table font-medium pointer-coarse:min-h-11',
                id === here ? 'border-accent text-text' : 'border-transparent text-text-2 hover:border-control hover:text-text',
              )}
            >
              {saved?.shared ? <Users aria-hidden className="size-3.5 shrink-0 text-text-3" /> : null}
              <span className="truncate">{name}</span>
              {saved?.shared ? <span className="sr-only"> (shared)</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Whose a saved view is, and who sees it. */
export function viewTitle({ mine, by, shared }: NonNullable<TokenView['saved']>): string {
  if (!mine) return `Shared by ${by}`
  return shared ? 'Yours, shared with everybody' : 'Yours alone'
}
