import { AttentionStrip } from '@/components/posture/attention.tsx'
import { standingQuery } from '@/components/posture/team-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, dateWords, leastAtHead } from '@/components/ui/time-words.ts'
import { lastVisit } from '@/lib/db/last-visit.ts'
import { countEnding } from '@/lib/db/list-exceptions.ts'
import { countExposures } from '@/lib/db/list-exposures.ts'
import { countDeparted, countLately, countOverdue, countUnowned } from '@/lib/db/posture.ts'
import { currentPolicy } from '@/lib/db/policy.ts'
import { standingDays } from '@/lib/db/standing-days.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { exposuresHref } from '@/lib/model/exposure-search.ts'
import type { Lately } from '@/lib/model/posture.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { headlineOf } from '@/lib/posture/headline.ts'
import { addDays } from '@/lib/retirement/burn-down.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { FirstSteps } from './first-steps.tsx'
import { Cells, sumOf, Trend } from './posture-charts.tsx'
import { First, Teams } from './posture-lists.tsx'
import { whatLacks } from './what-lacks.tsx'

const shownDays = 90
const agentQuery = 'agent=supervised&agent=autonomous'
const strayHref = exposuresHref({ tab: 'unmatched', works: true })
const exposedQuery = 'exposure=suspected&exposure=confirmed&exposure=abuse'

/** Is standing privilege going down, and what is next? For those who see everything. `charts`: on a phone too. */
export async function Posture({ viewer, charts }: { viewer: Viewer; charts: boolean }) {
  const { scope } = viewer
  if (!scope.all) return null
  const { db, now } = await webWorld()
  const today = now.toISOString().slice(0, 10)
  const live = readTokenSearch({})
  const { exceptionEndingDays: endingDays } = (await currentPolicy(db.pool)).values
  const [facets, days, overdue, ending, unowned, departed, { unmatchedValid: stray }, visit, lacks] = await Promise.all([
    tokenFacets(db, scope, live, now),
    standingDays(db, scope, { since: addDays(today, -shownDays), team: null }),
    countOverdue(db, scope, now),
    countEnding(db, scope, now, endingDays),
    countUnowned(db, scope),
    countDeparted(db, scope),
    countExposures(db, scope),
    lastVisit(db, viewer, now),
    whatLacks(viewer),
  ])
  const { atLeast } = lacks
  const { counts } = facets
  const standing = sumOf(counts, 'verdict', ['revoke-now', 'standing-privilege'])
  const exposed = sumOf(counts, 'exposure', ['suspected', 'confirmed', 'abuse'])
  const agents = sumOf(counts, 'agent', ['supervised', 'autonomous'])
  const headline = headlineOf({ standing, days, today, atLeast })
  return (
    <>
      <PageHead
        title="Posture"
        says={
          <>
            <p className="text-section text-text">
              <TextLink href={`/tokens?${standingQuery}`}>{standing === 0 && atLeast ? 'None seen' : leastAtHead(standing, atLeast)}</TextLink> of{' '}
              <TextLink href="/tokens">{countWords(facets.total)}</TextLink> live tokens {standing === 1 ? 'is a standing privilege' : 'are standing privileges'}
              {headline.moved ? `, ${headline.moved}` : ''}. <Exposed count={exposed} stray={stray} atLeast={atLeast} />
              <Agents count={agents} atLeast={atLeast} />
            </p>
            {visit ? <LatelySays since={visit} lately={await countLately(db, scope, visit)} /> : null}
          </>
        }
      />
      <FirstSteps viewer={viewer} />
      {lacks.notice}
      <AttentionStrip
        atLeast={atLeast}
        figures={[
          { title: 'Exposed & live', says: 'leaked, and still works', count: exposed, href: '/tokens?view=exposed', asks: 'now', more: straySays(stray) },
          { title: 'Past act-by', says: 'live tokens nobody acted on in time', count: overdue, href: '/tokens?due=overdue', asks: 'now' },
          { title: 'No owner', says: 'live tokens that name nobody', count: unowned, href: '/tokens?view=no-owner', asks: 'soon', more: leftSays(departed) },
          { title: `Exceptions ending`, says: `within ${endingDays} days`, count: ending, href: '/exceptions?tab=ending', asks: 'soon' },
        ]}
      />
      <First viewer={viewer} now={now} />
      {charts ? null : (
        <p className="mb-6 md:hidden">
          <LinkButton href="/?charts=1">Show charts and teams</LinkButton>
        </p>
      )}
      <div className={charts ? undefined : 'max-md:hidden'}>
        <Trend viewer={viewer} days={days} standing={standing} now={now} atLeast={atLeast} verdicts={counts} />
        <Cells viewer={viewer} counts={counts} atLeast={atLeast} />
        <Teams viewer={viewer} now={now} atLeast={atLeast} />
      </div>
      <p className="mt-3">
        <LinkButton href="/plans/progress">Progress of the programme</LinkButton> <LinkButton href="/reports/what-if">What if</LinkButton>{' '}
        <LinkButton href="/reports/agents">AI agents</LinkButton>
      </p>
    </>
  )
} // prettier-ignore

/** “No owner” is one thing everywhere: nobody is named. What somebody who left has is told beside it, and is a list of its own. */
function leftSays(departed: number): { says: string; href: string } | null {
  if (departed === 0) return null
  return { says: `${countWords(departed)} more ${departed === 1 ? 'names' : 'name'} somebody who left`, href: '/directory/gaps#left' }
}

/** What leaked, works and matches no token is in no count of tokens, and is as urgent. */
function straySays(stray: number): { says: string; href: string } | null {
  if (stray === 0) return null
  return { says: `${countWords(stray)} more ${stray === 1 ? 'works and matches' : 'work and match'} no token`, href: strayHref }
}

function Exposed({ count, stray, atLeast }: { count: number; stray: number; atLeast: boolean }) {
  if (count === 0 && stray > 0)
    return (
      <>
        <TextLink href={strayHref}>{countWords(stray)}</TextLink> {stray === 1 ? 'leak works and matches' : 'leaks work and match'} no token.
      </>
    )
  if (count === 0) return <>No exposed one {atLeast ? 'that we can see ' : ''}is live.</>
  return (
    <>
      <TextLink href={`/tokens?${exposedQuery}&sort=due`}>{leastAtHead(count, atLeast)}</TextLink> {count === 1 ? 'is' : 'are'} exposed and still live.
    </>
  )
} // prettier-ignore

function Agents({ count, atLeast }: { count: number; atLeast: boolean }) {
  if (count === 0) return null
  return (
    <>
      {' '}
      <TextLink href={`/tokens?${agentQuery}`}>{leastAtHead(count, atLeast)}</TextLink> {count === 1 ? 'is' : 'are'} used by AI agents.
    </>
  )
} // prettier-ignore

/** "Since your last visit (24 Nov 2026): 14 new, 3 widened, 2 came back, 9 gone." */
function LatelySays({ since, lately: { seen, widened, returned, gone } }: { since: Date; lately: Lately }) {
  const at = since.toISOString()
  const told: readonly (readonly [count: number, word: string, href: string])[] = [
    [seen, 'new', `/tokens?state=any&since=${at}`],
    [widened, 'widened', `/tokens?state=any&widened=${at}`],
    [returned, 'came back', `/tokens?state=any&returned=${at}`],
    [gone, 'gone', `/tokens?state=any&gone=${at}`],
  ]
  const some = told.filter(([count]) => count > 0)
  return (
    <p className="mt-1 text-table">
      Since your last visit ({dateWords(since)}):{' '}
      {some.length === 0
        ? 'nothing came, widened, came back or went.'
        : some.map(([count, word, href], index) => (
            <span key={word}>
              {index > 0 ? ', ' : ''}
              <TextLink href={href}>
                {countWords(count)} {word}
              </TextLink>
              {index === some.length - 1 ? '.' : ''}
            </span>
          ))}
    </p>
  )
}
