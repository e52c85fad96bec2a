import { Exact } from '@/components/ui/time.tsx'
import { eventWords, type ShownEvent } from './event-words.ts'

/** What happened to the token, the newest first. */
export function Timeline({ events }: { events: readonly ShownEvent[] }) {
  return (
    <ol className="flex flex-col gap-2 border-l border-line pl-4">
      {events.map((event) => (
        <li key={event.id} className="text-table">
          <span className="mr-3 text-text-3">
            <Exact at={event.at} />
          </span>
          {eventWords(event)}
        </li>
      ))}
    </ol>
  )
}
