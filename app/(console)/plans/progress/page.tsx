import type { Metadata } from 'next'
import { z } from 'zod'
import { KeptDates } from '@/components/plans/kept-dates.tsx'
import { ProgrammeTabs } from '@/components/plans/programme-tabs.tsx'
import { NextTable, SlippedTable, TeamTable } from '@/components/plans/progress-parts.tsx'
import { StandingFigure } from '@/components/plans/standing-figure.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Chips } from '@/components/ui/chip.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { nextRetirements } from '@/lib/db/next-retirements.ts'
import { countSlipped, plannedDrops, progressByTeam, retirementDays, riskRemoved, slippedPlans } from '@/lib/db/programme.ts'
import { countStanding, standingDays } from '@/lib/db/standing-days.ts'
import { scopeWeights } from '@/lib/flows/take-snapshot.ts'
import type { RiskRemoved, TeamProgress } from '@/lib/model/programme.ts'
import { retirementsHref } from '@/lib/model/retirement-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { trendOf, withToday } from '@/lib/posture/trend.ts'
import { addDays, atIntervals, behind, burnDown, keptDates } from '@/lib/retirement/burn-down.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

export const metadata: Metadata = { title: 'Progress · Programme' }

const shownDays = 180
const slippedShown = 10
const tableRows = 16

/** Whether standing privilege goes down as it was committed to, by whom, what slipped and why, and what comes next. */
export default async function ProgressPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:read')
  const asked = z.uuid().safeParse((await searchParams).owner).data ?? null
  const { db, now } = await webWorld()
  const { scope } = viewer
  const [{ teams, all: allTeams, asked: team }, removed, next, lacks, everySlipped] = await Promise.all([
    progressByTeam(db, scope, now, asked),
    riskRemoved(db, scope),
    nextRetirements(db, scope, now, 10),
    whatLacks(viewer),
    countSlipped(db, scope, now),
  ])
  // Only a team that has plans narrows the page: a link to another one shows all, and says so by having no chip.
  const slipped = await slippedPlans(db, scope, team?.id ?? null, now, slippedShown)
  const all = team ? team.slipped : everySlipped
  return (
    <>
      <PageHead title="Progress" says={<Removed removed={removed} atLeast={lacks.atLeast} />} />
      <ProgrammeTabs here="progress" reviews={viewer.scope.all} />
      {lacks.notice}
      {team ? (
        <div className="mb-4">
          <Chips chips={[{ says: `Owner is ${team.name}, or of their team`, href: '/plans/progress' }]} clear="/plans/progress" />
        </div>
      ) : null}
      <Lines viewer={viewer} team={team} now={now} atLeast={lacks.atLeast} />
      <Section title="By team" says={`${allTeams > teams.length ? `The ${countWords(teams.length)} with most late plans, of ${countWords(allTeams)}; any owner can be chosen in the list of plans. ` : ''}In plans. Risk left is what the tokens of open plans had when these were opened, less what is proved gone.`}>
        {teams.length > 0 ? <TeamTable teams={teams} mayNarrow={scope.all} /> : <p className="text-text-2">No plan was opened yet.</p>}
      </Section>
      <Section title="What slipped, and why" says={all > slipped.length ? <>The worst {countWords(slipped.length)} of <SlippedLink count={all} team={team} />.</> : all > 0 ? <SlippedLink count={all} team={team} /> : null}>
        {slipped.length > 0 ? <SlippedTable plans={slipped} now={now} /> : <p className="text-text-2">No plan slipped.</p>}
      </Section>
      <Section title="The next ten" says={<NextSays risk={next.reduce((sum, { risk }) => sum + risk, 0)} count={next.length} />}>
        {next.length > 0 ? <NextTable tokens={next} now={now} /> : <p className="text-text-2">No live token is a standing privilege whatever the unknowns turn out to be.</p>}
      </Section>
    </>
  )
} // prettier-ignore

function Removed({ removed: { proved, provedRisk, off, offRisk }, atLeast }: { removed: RiskRemoved; atLeast: boolean }) {
  return (
    <p>
      <strong className="font-semibold text-text">
        {atLeast ? 'At least ' : ''}
        {countWords(provedRisk)} points of risk are removed for good, by <TextLink href={retirementsHref({ show: 'proved' })}>{countWords(proved)}</TextLink>{' '}
        {proved === 1 ? 'retirement that is' : 'retirements that are'} proved.
      </strong>{' '}
      {off > 0 ? (
        <>
          Another {countWords(offRisk)} are switched off and could come back: <TextLink href={retirementsHref({ show: 'off' })}>{countWords(off)}</TextLink>{' '}
          {off === 1 ? 'token' : 'tokens'}.
        </>
      ) : null}
    </p>
  )
} // prettier-ignore

function SlippedLink({ count, team }: { count: number; team: TeamProgress | null }) {
  return <TextLink href={`/plans?show=slipped${team?.id ? `&owner=${team.id}` : ''}`}>{countWords(count)} that slipped</TextLink>
}

function NextSays({ risk, count }: { risk: number; count: number }) {
  if (count === 0) return null
  return (
    <>
      Retiring the first {countWords(count)} of <TextLink href="/tokens?view=retire-first">what comes first</TextLink> would
      remove {countWords(risk)} points of risk.
    </>
  )
} // prettier-ignore

async function Lines({ viewer: { scope }, team, now, atLeast }: { viewer: Viewer; team: TeamProgress | null; now: Date; atLeast: boolean }) {
  const { db } = await webWorld()
  const today = now.toISOString().slice(0, 10)
  const owner = team?.id ?? null
  const isPerson = team !== null && !team.isTeam
  const [retired, counted, drops, standingNow] = await Promise.all([
    retirementDays(db, scope, owner),
    isPerson ? [] : standingDays(db, scope, { since: addDays(today, -shownDays), team: owner }),
    isPerson ? [] : plannedDrops(db, scope, owner, scopeWeights),
    countStanding(db, scope),
  ])
  const dates = burnDown(retired, today)
  const days = withToday(counted, team ? null : standingNow, today, atLeast)
  const last = days.at(-1)
  const trend = trendOf(days)
  const figure = { days, ...trend, kept: last ? keptDates(last, drops, today) : [], today, atLeast }
  return (
    <>
      {standingNow !== null && !team ? (
        <p className="mb-4">
          {atLeast ? 'At least ' : ''}
          <TextLink href="/tokens?verdict=revoke-now&verdict=standing-privilege">{countWords(standingNow)}</TextLink> live tokens are standing privileges now, those
          to revoke now among them.
        </p>
      ) : null}
      {scope.all && isPerson ? <NotKept name={team.name} /> : null}
      {scope.all && !isPerson ? <StandingFigure of="standing" {...figure} /> : null}
      <KeptDates points={dates} rows={atIntervals(dates, today, tableRows)} behind={behind(dates, today)} today={today} atLeast={atLeast} owner={owner} />
      {scope.all && !isPerson ? (
        <div className="mb-8">
          <StandingFigure of="hours" {...figure} />
          <p className="-mt-4 max-w-[72ch] text-meta text-text-3">
            Privilege-hours of a day: for each live standing privilege the hours of that day for which it is valid, times the weight of what it may do, from 1 for
            administering everything to 0.05 for listing one object. What nobody reports counts as 1.
          </p>
          <p className="mt-3">
            <LinkButton href="/plans/time-to-revoke">How fast do we revoke?</LinkButton>
          </p>
        </div>
      ) : null}
    </>
  )
} // prettier-ignore

/** Nothing is counted of one person alone: that is not known, and not none. */
function NotKept({ name }: { name: string | null }) {
  return (
    <p className="mb-6 max-w-[72ch]">
      How many standing privileges {name ?? 'this person'} had day by day is not known: days are counted by team, and no history is kept of one person.
    </p>
  )
} // prettier-ignore
