import type { ReactNode } from 'react'
import { StandingFigure } from '@/components/plans/standing-figure.tsx'
import { AttentionStrip } from '@/components/posture/attention.tsx'
import { BarRows, StackedBar, type Part } from '@/components/posture/bars.tsx'
import { LifeGrid } from '@/components/posture/life-grid.tsx'
import { FindOutFirst, RetireFirst } from '@/components/posture/retire-first.tsx'
import { standingQuery, TeamPostureTable } from '@/components/posture/team-table.tsx'
import { verdictTone } from '@/components/posture/verdict-tone.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { BindingLadder } from '@/components/tokens/binding-ladder.tsx'
import { bindingWord, levelWord, lifeWord, providerName } from '@/components/tokens/fact-words.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, dateWords, leastWords } from '@/components/ui/time-words.ts'
import { lastVisit } from '@/lib/db/last-visit.ts'
import { countExceptions } from '@/lib/db/list-exceptions.ts'
import { listTokens } from '@/lib/db/list-tokens.ts'
import { countLately, countOverdue, mostTeams, openPlansOf, postureByTeam, postureCells, monthAgo, unknownsOf } from '@/lib/db/posture.ts'
import { currentPolicy } from '@/lib/db/policy.ts'
import { plannedDrops } from '@/lib/db/programme.ts'
import { standingDays } from '@/lib/db/standing-days.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { scopeWeights } from '@/lib/flows/take-snapshot.ts'
import { Binding, type LifeBand } from '@/lib/model/facts.ts'
import type { Lately, PostureCell } from '@/lib/model/posture.ts'
import { Verdict as Verdicts } from '@/lib/model/score.ts'
import type { FacetCounts } from '@/lib/model/token-row.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { headlineOf, worstCell } from '@/lib/posture/headline.ts'
import { trendOf } from '@/lib/posture/trend.ts'
import { addDays, keptDates } from '@/lib/retirement/burn-down.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { FirstSteps } from './first-steps.tsx'
import { reasonWords } from './reason-words.ts'
import { whatLacks } from './what-lacks.tsx'

const shownDays = 90
const retireFirst = 10
const findOutFirst = 5
const exposedQuery = 'exposure=suspected&exposure=confirmed&exposure=abuse'

/** Is standing privilege going down, and what is next? For those who see everything. `charts`: on a phone too. */
export async function Posture({ viewer, charts }: { viewer: Viewer; charts: boolean }) {
  const { scope } = viewer
  if (!scope.all) return null
  const { db, now } = await webWorld()
  const today = now.toISOString().slice(0, 10)
  const live = readTokenSearch({})
  const { exceptionEndingDays: endingDays } = (await currentPolicy(db.pool)).values
  const [facets, days, overdue, exceptions, visit, lacks] = await Promise.all([
    tokenFacets(db, scope, live, now),
    standingDays(db, scope, { since: addDays(today, -shownDays), team: null }),
    countOverdue(db, scope, now),
    countExceptions(db, viewer, now, endingDays),
    lastVisit(db, viewer, now, new Date()),
    whatLacks(viewer),
  ])
  const { atLeast } = lacks
  const { counts } = facets
  const standing = sumOf(counts, 'verdict', ['revoke-now', 'standing-privilege'])
  const exposed = sumOf(counts, 'exposure', ['suspected', 'confirmed', 'abuse'])
  const headline = headlineOf({ standing, days, today })
  return (
    <>
      <PageHead
        title="Posture"
        says={
          <>
            <p className="text-section text-text">
              <TextLink href={`/tokens?${standingQuery}`}>{leastWords(standing, atLeast)}</TextLink> of{' '}
              <TextLink href="/tokens">{countWords(facets.total)}</TextLink> live tokens {standing === 1 ? 'is a standing privilege' : 'are standing privileges'}
              {headline.moved ? `, ${headline.moved}` : ''}. <Exposed count={exposed} atLeast={atLeast} />
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
          { title: 'Exposed & live', says: 'leaked, and still works', count: exposed, href: '/tokens?view=exposed', asks: 'now' },
          { title: 'Past act-by', says: 'live tokens nobody acted on in time', count: overdue, href: '/tokens?due=overdue', asks: 'now' },
          { title: 'No owner', says: 'live tokens that name nobody', count: sumOf(counts, 'owner', ['none']), href: '/tokens?view=no-owner', asks: 'soon' },
          { title: `Exceptions ending`, says: `within ${endingDays} days`, count: exceptions.ending, href: '/exceptions?tab=ending', asks: 'soon' },
        ]}
      />
      <First viewer={viewer} now={now} />
      {charts ? null : (
        <p className="mb-6 md:hidden">
          <LinkButton href="/?charts=1">Show charts</LinkButton>
        </p>
      )}
      <div className={charts ? undefined : 'max-md:hidden'}>
        <Trend viewer={viewer} days={days} standing={standing} now={now} atLeast={atLeast} verdicts={counts} />
        <Cells viewer={viewer} counts={counts} atLeast={atLeast} />
      </div>
      <Teams viewer={viewer} now={now} atLeast={atLeast} />
    </>
  )
} // prettier-ignore

function Exposed({ count, atLeast }: { count: number; atLeast: boolean }) {
  if (count === 0) return <>No exposed one {atLeast ? 'that we can see ' : ''}is live.</>
  return (
    <>
      <TextLink href={`/tokens?${exposedQuery}&sort=due`}>{leastWords(count, atLeast)}</TextLink> {count === 1 ? 'is' : 'are'} exposed and still live.
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

async function First({ viewer, now }: { viewer: Viewer; now: Date }) {
  const { scope } = viewer
  if (!scope.all) return null
  const { db } = await webWorld()
  const first = readTokenSearch({ verdict: ['revoke-now', 'standing-privilege'], improvable: 'no' })
  const [retire, find] = await Promise.all([
    listTokens(db, scope, { ...first, limit: retireFirst }, now),
    listTokens(db, scope, { ...readTokenSearch({ improvable: 'yes' }), limit: findOutFirst }, now),
  ])
  const [plans, unknowns] = await Promise.all([
    openPlansOf(db, scope, retire.rows.map(({ id }) => id)),
    unknownsOf(db, scope, find.rows.map(({ id }) => id)),
  ])
  const removed = retire.rows.reduce((sum, { risk }) => sum + risk, 0)
  return (
    <div className="grid gap-x-6 xl:grid-cols-12">
      <Section
        title="Retire first"
        className="min-w-0 xl:col-span-8"
        says={
          retire.rows.length > 0 ? (
            <>
              Retiring these {countWords(retire.rows.length)} removes {countWords(removed)} points of risk. <TextLink href="/tokens?view=retire-first">All that come first</TextLink>
            </>
          ) : null
        }
      >
        {retire.rows.length > 0 ? (
          <RetireFirst tokens={retire.rows} plans={plans} mayPlan={may(viewer.role, 'plans:edit')} reasonWords={reasonWords} now={now} />
        ) : (
          <p className="text-text-2">No live token is a standing privilege whatever the unknowns turn out to be.</p>
        )}
      </Section>
      <Section
        title="Find out first"
        className="min-w-0 xl:col-span-4"
        says={
          find.rows.length > 0 ? (
            <>
              Their verdict may be better than it looks. <TextLink href="/tokens?view=find-out-first">All of them</TextLink>
            </>
          ) : null
        }
      >
        {find.rows.length > 0 ? <FindOutFirst tokens={find.rows} unknowns={unknowns} reasonWords={reasonWords} /> : <p className="text-text-2">No verdict hangs on a fact that is not known.</p>}
      </Section>
    </div>
  )
} // prettier-ignore

type TrendProps = {
  viewer: Viewer
  days: Awaited<ReturnType<typeof standingDays>>
  standing: number
  now: Date
  atLeast: boolean
  verdicts: FacetCounts
}

async function Trend({ viewer: { scope }, days, standing, now, atLeast, verdicts }: TrendProps) {
  const { db } = await webWorld()
  const today = now.toISOString().slice(0, 10)
  const last = days.at(-1)
  const counted = last?.day === today ? [...days.slice(0, -1), { ...last, standing, lacking: atLeast ? Math.max(1, last.lacking) : last.lacking }] : days
  const drops = await plannedDrops(db, scope, null, scopeWeights)
  const end = counted.at(-1)
  const figure = { days: counted, ...trendOf(counted), kept: end ? keptDates(end, drops, today) : [], today, atLeast }
  const parts: Part[] = Verdicts.options
    .toReversed()
    .filter((verdict) => verdict !== 'retired' || sumOf(verdicts, 'verdict', ['retired']) > 0)
    .map((verdict) => ({
      key: verdict,
      name: <Verdict verdict={verdict} wraps />,
      count: sumOf(verdicts, 'verdict', [verdict]),
      href: `/tokens?verdict=${verdict}`,
      tone: verdictTone[verdict],
    }))
  return (
    <div className="grid gap-x-6 xl:grid-cols-12">
      <div className="min-w-0 xl:col-span-8">
        <StandingFigure of="standing" live {...figure} />
        <StandingFigure of="hours" live {...figure} />
        <p className="-mt-4 mb-8 max-w-[72ch] text-meta text-text-3">
          Privilege-hours of a day: for each live standing privilege the hours of that day for which it is valid, times the weight of what it may do, from 1 for
          administering everything to 0.05 for listing one object.
        </p>
      </div>
      <Section title="By verdict" className="min-w-0 xl:col-span-4" says="Live tokens.">
        <StackedBar parts={parts} atLeast={atLeast} />
        <h3 className="mt-6 mb-1 font-semibold">By provider</h3>
        <BarRows parts={providersOf(verdicts)} atLeast={atLeast} />
        <OtherProviders facet={verdicts.provider} />
      </Section>
    </div>
  )
} // prettier-ignore

const mostProviders = 8

function OtherProviders({ facet }: { facet: FacetCounts['provider'] }) {
  const others = facet.filter(({ count }) => count > 0).slice(mostProviders)
  if (others.length === 0) return null
  const query = new URLSearchParams(others.slice(0, 50).map(({ value }) => ['provider', value]))
  return (
    <p className="px-1 pt-1 text-table">
      <TextLink href={`/tokens?${query}`}>
        {countWords(others.slice(0, 50).reduce((sum, { count }) => sum + count, 0))} of {countWords(others.length)} others
      </TextLink>
    </p>
  )
}

function providersOf({ provider }: FacetCounts): Part[] {
  return provider
    .filter(({ count }) => count > 0)
    .slice(0, mostProviders)
    .map(({ value, count }) => ({ key: value, name: providerName(value), count, href: `/tokens?provider=${value}`, tone: 'text-accent' }))
}

async function Cells({ viewer: { scope }, counts, atLeast }: { viewer: Viewer; counts: FacetCounts; atLeast: boolean }) {
  if (!scope.all) return null
  const { db } = await webWorld()
  const cells = await postureCells(db, scope)
  const bound = sumOf(counts, 'binding', ['pop-attested', 'pop-mtls', 'pop-app'])
  const all = counts.binding.reduce((sum, { count }) => sum + count, 0)
  const parts: Part[] = Binding.options.map((binding) => ({
    key: binding,
    name: (
      <>
        <BindingLadder binding={binding} />
        <span className="min-w-0 truncate" title={bindingWord[binding]}>
          {bindingWord[binding]}
        </span>
      </>
    ),
    count: sumOf(counts, 'binding', [binding]),
    href: `/tokens?binding=${binding}`,
    tone: binding.startsWith('pop-') ? 'text-fine' : 'text-control',
    line: binding === 'keyed-asym' ? 'Above this line a copy is not enough; below it, whoever has a copy has the access.' : undefined,
  }))
  return (
    <div className="grid gap-x-6 xl:grid-cols-12">
      <Section title="Where is the danger?" className="min-w-0 xl:col-span-7" says={<DangerSays cells={cells} />}>
        <LifeGrid cells={cells} />
        <p className="mt-1 text-meta text-text-3">Live tokens; a cell’s colour is stronger the more risk is in it.</p>
      </Section>
      <Section
        title="How well bound?"
        className="min-w-0 xl:col-span-5"
        says={`${countWords(bound)} of ${countWords(all)} are bound to their holder as far as their provider says; whether anybody checks it is part of the verdict.`}
      >
        <BarRows parts={parts} atLeast={atLeast} />
      </Section>
    </div>
  )
}

function DangerSays({ cells }: { cells: readonly PostureCell[] }): ReactNode {
  const worst = worstCell(cells)
  if (!worst) return 'No live token was seen yet.'
  const { cell, share } = worst
  return (
    <>
      <TextLink href={`/tokens?life=${cell.life}&level=${cell.level ?? 'none'}`}>{countWords(cell.tokens)}</TextLink> {cell.tokens === 1 ? 'token' : 'tokens'}{' '}
      {ofLife(cell.life)} and can do “{cell.level === null ? 'what nobody reports' : levelWord[cell.level]}” {cell.tokens === 1 ? 'holds' : 'hold'} {share} % of all risk.
    </>
  )
} // prettier-ignore

/** "that never expire", "useful for at most 24 h": a life, said of several. */
function ofLife(life: LifeBand): string {
  if (life === 'never') return 'that never expire'
  return life === 'not-reported' ? 'whose life nobody reports' : `that are useful for ${lifeWord[life]}`
}

async function Teams({ viewer: { scope }, now, atLeast }: { viewer: Viewer; now: Date; atLeast: boolean }) {
  if (!scope.all) return null
  const { db } = await webWorld()
  const { rows, teams } = await postureByTeam(db, scope, now)
  return (
    <Section title="By team" says={teams > rows.length ? `The ${mostTeams} with most late plans and standing privileges, of ${countWords(teams)}.` : 'Who has standing privileges, and whether they are in a plan.'}>
      {rows.length > 0 ? (
        <TeamPostureTable rows={rows} since={monthAgo(now).toISOString().slice(0, 10)} atLeast={atLeast} />
      ) : (
        <p className="text-text-2">No live token is a standing privilege.</p>
      )}
      <p className="mt-3">
        <LinkButton href="/plans/progress">Progress of the programme</LinkButton> <LinkButton href="/reports/what-if">What if</LinkButton>{' '}
        <LinkButton href="/reports/agents">AI agents</LinkButton>
      </p>
    </Section>
  )
} // prettier-ignore

/** How many of a facet's values there are; what is not among them is none. */
function sumOf(counts: FacetCounts, facet: keyof FacetCounts, values: readonly string[]): number {
  return counts[facet].filter(({ value }) => values.includes(value)).reduce((sum, { count }) => sum + count, 0)
}
