import { Part } from '@/components/tokens/detail/part.tsx'
import { Timeline } from '@/components/tokens/detail/timeline.tsx'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { tokenEvents } from '@/lib/db/token-events.ts'
import { writeEventCursor } from '@/lib/model/token-event.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { pageHref, type PageState } from './page-href.ts'

/** What happened to it, a page at a time, all of it or one kind. */
export async function TimelinePart({ token, state: { group, after, raw } }: { token: TokenDetail; state: PageState }) {
  const viewer = await pageViewer('tokens:read')
  const page = await tokenEvents((await webWorld()).db, viewer.scope, token.id, { group, after })
  const href = (changed: Record<string, string | undefined>) => pageHref(token.id, raw, changed, 'timeline')
  return (
    <Part id="timeline" title="Timeline" says="The newest first, in UTC.">
      <Timeline
        events={page.events}
        counts={page.counts}
        group={group}
        hrefOf={(name) => href({ events: name ?? undefined, 'events-before': undefined })}
        older={page.next && href({ 'events-before': writeEventCursor(page.next) })}
        newest={after && href({ 'events-before': undefined })}
      />
    </Part>
  )
}
