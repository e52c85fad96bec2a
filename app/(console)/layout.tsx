import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { DemoLine } from '@/components/shell/demo-line.tsx'
import { FreshnessChip } from '@/components/shell/freshness-chip.tsx'
import { LowDiskLine } from '@/components/shell/low-disk-line.tsx'
import { KeyLayer } from '@/components/shell/key-layer.tsx'
import { PageComing } from '@/components/shell/page-coming.tsx'
import { ownPlaces, placesOf } from '@/components/shell/places.ts'
import { readRail } from '@/components/shell/rail.ts'
import { SearchButton } from '@/components/shell/search-button.tsx'
import { SessionEnd } from '@/components/shell/session-end.tsx'
import { Shell } from '@/components/shell/shell.tsx'
import { ThemeSwitch } from '@/components/shell/theme-switch.tsx'
import { ViewerMenu } from '@/components/shell/viewer-menu.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { dateWords, spanWords } from '@/components/ui/time-words.ts'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { databaseState } from '@/lib/db/database-state.ts'
import { countFailing } from '@/lib/db/channels.ts'
import { countActs } from '@/lib/db/list-acts.ts'
import { countLiveExposures } from '@/lib/db/list-exposures.ts'
import { countToDecide } from '@/lib/db/list-exceptions.ts'
import { countTasks } from '@/lib/db/list-plans.ts'
import { countReviews } from '@/lib/db/review-tasks.ts'
import { countLatePlans } from '@/lib/db/plan-counts.ts'
import { sessionLeft } from '@/lib/db/session-left.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { chooseTheme } from '../theme.ts'
import { signOut } from './sign-out.ts'

// Everything here is somebody's, as of now: nothing of it is made ahead of time.
export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await pageViewer()
  const world = await webWorld()
  const [freshness, demo, database, left, jar, tasks, reviews, late, exceptions, acts, failing, leaked] = await Promise.all([
    dataFreshness(world.db, world.now),
    demoState(world),
    databaseState(world.db.pool),
    sessionLeft(world.db, viewer.sessionId, new Date()),
    cookies(),
    may(viewer.role, 'tasks:act') && viewer.selfIds.length > 0 ? countTasks(world.db, viewer, world.now) : null,
    may(viewer.role, 'tasks:act') && viewer.selfIds.length > 0 ? countReviews(world.db, viewer, world.now) : null,
    may(viewer.role, 'plans:read') ? countLatePlans(world.db, viewer.scope, world.now) : 0,
    may(viewer.role, 'exceptions:decide') ? countToDecide(world.db, viewer) : 0,
    may(viewer.role, 'acts:approve') ? countActs(world.db, viewer) : null,
    may(viewer.role, 'messages:edit') ? countFailing(world.db.pool) : 0,
    may(viewer.role, 'exposures:read') ? countLiveExposures(world.db, viewer.scope) : 0,
  ])
  const seesSources = may(viewer.role, 'sources:read')
  const places = placesOf(viewer.role)
  const anywhere = [...places, ...ownPlaces()]
  const lacking = freshness.lacking.length
  const pressing = (tasks?.pressing ?? 0) + (reviews?.pressing ?? 0)
  const theme = jar.get('theme')?.value
  return (
    <Shell
      places={places}
      badges={{
        ...(lacking > 0 && { '/sources': { count: lacking, says: 'incomplete' } }),
        ...(leaked > 0 && { '/exposures': { count: leaked, says: leaked === 1 ? 'leaked and still works' : 'leaked and still work' } }),
        ...(pressing > 0 && { '/tasks': { count: pressing, says: 'late or due within a week' } }),
        ...(late > 0 && { '/plans': { count: late, says: 'late' } }),
        ...(exceptions > 0 && { '/exceptions': { count: exceptions, says: 'waiting for your decision' } }),
        ...(acts && acts.mine > 0 && { '/acts': { count: acts.mine, says: 'waiting for you' } }),
        ...(failing > 0 && {
          '/settings': { count: failing, says: failing === 1 ? 'channel of messages fails' : 'channels of messages fail' },
        }),
      }}
      rail={readRail(jar.get('rail')?.value)}
      search={<SearchButton places={anywhere} />}
      freshness={
        <FreshnessChip
          freshness={freshness}
          now={world.now}
          demoClock={demo.here && demo.aheadMs > 0}
          href={seesSources ? '/sources' : null}
        />
      }
      theme={<ThemeSwitch theme={theme === 'light' || theme === 'dark' ? theme : 'system'} choose={chooseTheme} />}
      viewer={<ViewerMenu name={viewer.name} email={viewer.email} role={viewer.role} signOut={signOut} />}
      lowDisk={database === 'low-disk' && <LowDiskLine />}
      demo={
        demo.here ? (
          <DemoLine
            clock={`${dateWords(world.now)}, ${world.now.toISOString().slice(11, 16)} UTC${demo.aheadMs > 0 ? ` (${spanWords(demo.aheadMs / 1_000)} ahead)` : ''}`}
            ahead={demo.aheadMs > 0}
            remove={may(viewer.role, 'demo:remove') ? <TextLink href="/demo">Remove it and connect your own</TextLink> : null}
          />
        ) : null
      }
    >
      <PageComing>{children}</PageComing>
      <KeyLayer places={anywhere} />
      <SessionEnd seconds={left?.seconds ?? 0} />
    </Shell>
  )
}
