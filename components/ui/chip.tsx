import { X } from 'lucide-react'
import { Link } from './link.tsx'

/** What a list is narrowed by, in words ("Owner is none"); following it takes that away. */
export function Chip({ says, href }: { says: string; href: string }) {
  return (
    <Link
      href={href}
      title={`Remove: ${says}`}
      className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-control border border-line bg-panel py-0.5 pr-1.5 pl-2 text-table hover:border-control pointer-coarse:min-h-11"
    >
      <span className="wrap-anywhere">{says}</span>
      <X aria-hidden className="size-3.5 shrink-0 text-text-3" />
      <span className="sr-only">(remove this filter)</span>
    </Link>
  )
}

/** The chips of a list with the way back to all of it. Nothing where nothing is narrowed. */
export function Chips({ chips, clear }: { chips: readonly { says: string; href: string }[]; clear: string }) {
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-2">
      {chips.map((chip) => (
        <li key={chip.says} className="min-w-0">
          <Chip {...chip} />
        </li>
      ))}
      <li>
        <Link
          href={clear}
          className="inline-flex min-h-7 items-center px-1 text-table text-accent underline underline-offset-2 pointer-coarse:min-h-11"
        >
          Clear all
        </Link>
      </li>
    </ul>
  )
}
