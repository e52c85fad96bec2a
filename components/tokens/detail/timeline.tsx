import { Link } from '@/components/ui/link.tsx'
import type { EventGroup } from '@/lib/model/token-event.ts'
import { eventGroups } from '@/lib/model/token-event.ts'
import { cn } from '@/components/ui/cn.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { eventWords, type ShownEvent } from './event-words.ts'

const groupWord: Readonly<Record<EventGroup, string>> = {
  verdict: 'Verdict',
  state: 'State',
  rights: 'Rights',
  assignment: 'Owner and workload',
  use: 'Use',
  exposure: 'Exposure',
  facts: 'Facts',
}

type TimelineProps = {
  events: readonly ShownEvent[]
  counts: Readonly<Record<EventGroup, number>>
  group: EventGroup | null
  hrefOf: (group: EventGroup | null) => string
  /** The next, older page, and the newest one where this is not it. */
  older: string | null
  newest: string | null
}

/** What happened to the token, the newest first, all of it or one kind. */
export function Timeline({ events, counts, group, hrefOf, older, newest }: TimelineProps) {
  const kinds = eventGroups.filter((name) => counts[name] > 0 || name === group)
  const all = eventGroups.reduce((sum, name) => sum + counts[name], 0)
  return (
    <>
      {kinds.length > 1 ? (
        <nav aria-label="Kinds of event" className="mb-3">
          <ul className="flex flex-wrap gap-2">
            <Kind href={hrefOf(null)} here={group === null} label="All" count={all} />
            {kinds.map((name) => (
              <Kind key={name} href={hrefOf(name)} here={group === name} label={groupWord[name]} count={counts[name]} />
            ))}
          </ul>
        </nav>
      ) : null}
      {events.length === 0 ? <p className="text-text-2">No event of this kind is on record.</p> : null}
      <ol className="flex flex-col gap-2 border-l border-line pl-4">
        {events.map((event) => (
          <li key={event.id} className="flex flex-wrap gap-x-3 text-table">
            <span className="text-text-3">
              <Exact at={event.at} />
            </span>
            <span className="min-w-0 break-words">{eventWords(event)}</span>
          </li>
        ))}
      </ol>
      {older || newest ? (
        <nav aria-label="Pages of the timeline" className="mt-3 flex gap-2">
          {newest ? <LinkButton href={newest}>Newest</LinkButton> : null}
          {older ? <LinkButton href={older}>Older</LinkButton> : null}
        </nav>
      ) : null}
    </>
  )
}

function Kind({ href, here, label, count }: { href: string; here: boolean; label: string; count: number }) {
  return (
    <li>
      <Link
        href={href}
        scroll={false}
        aria-current={here ? 'true' : undefined}
        className={cn(
          'inline-flex min-h-7 items-center gap-1.5 rounded-control border px-2 text-table pointer-coarse:min-h-11',
          here ? 'border-accent bg-selected font-medium' : 'border-line text-text-2 hover:bg-panel hover:text-text',
        )}
      >
        {label} <span className="text-text-3">{countWords(count)}</span>
      </Link>
    </li>
  )
}
