import type { ReactNode } from 'react'
import { StandingFigure } from '@/components/plans/standing-figure.tsx'
import { BarRows, StackedBar, type Part } from '@/components/posture/bars.tsx'
import { verdictTone } from '@/components/posture/verdict-tone.ts'
import { LifeGrid } from '@/components/posture/life-grid.tsx'
import { BindingLadder } from '@/components/tokens/binding-ladder.tsx'
import { bindingWord, levelWord, lifeWord, providerName } from '@/components/tokens/fact-words.ts'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { postureCells } from '@/lib/db/posture.ts'
import { plannedDrops } from '@/lib/db/programme.ts'
import type { standingDays } from '@/lib/db/standing-days.ts'
import { scopeWeights } from '@/lib/flows/take-snapshot.ts'
import { Binding, type LifeBand } from '@/lib/model/facts.ts'
import type { PostureCell } from '@/lib/model/posture.ts'
import { Verdict as Verdicts } from '@/lib/model/score.ts'
import type { FacetCounts } from '@/lib/model/token-row.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { worstCell } from '@/lib/posture/headline.ts'
import { trendOf, withToday } from '@/lib/posture/trend.ts'
import { keptDates } from '@/lib/retirement/burn-down.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

type TrendProps = {
  viewer: Viewer
  days: Awaited<ReturnType<typeof standingDays>>
  standing: number
  now: Date
  atLeast: boolean
  verdicts: FacetCounts
}

/** The trend, and the mix of what is live. */
export async function Trend({ viewer: { scope }, days, standing, now, atLeast, verdicts }: TrendProps) {
  const { db } = await webWorld()
  const today = now.toISOString().slice(0, 10)
  const counted = withToday(days, standing, today, atLeast)
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
        {countWords(others.slice(0, 50).reduce((sum, { count }) => sum + count, 0))} of other providers
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

/** Where the danger is, and how well tokens are bound. */
export async function Cells({ viewer: { scope }, counts, atLeast }: { viewer: Viewer; counts: FacetCounts; atLeast: boolean }) {
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
        <span className="min-w-0 wrap-break-word">{bindingWord[binding]}</span>
      </>
    ),
    count: sumOf(counts, 'binding', [binding]),
    href: `/tokens?binding=${binding}`,
    tone: binding.startsWith('pop-') ? 'text-fine' : 'text-control',
    line: binding === 'keyed-asym' ? 'Above this line a copy is not enough; below it, whoever has a copy has the access.' : undefined,
  }))
  return (
    <div className="grid gap-x-6 xl:grid-cols-12">
      <Section title="Where is the danger?" className="min-w-0 xl:col-span-7" says={<DangerSays cells={cells} atLeast={atLeast} />}>
        <LifeGrid cells={cells} />
        <p className="mt-1 text-meta text-text-3">
          Live tokens; a cell’s colour is stronger the more risk is in it.
          {atLeast ? ' Some of what there is could not be read: each number is the least that there is.' : null}
        </p>
      </Section>
      <Section
        title="How well bound?"
        className="min-w-0 xl:col-span-5"
        says={`${atLeast ? 'Of those that could be read, ' : ''}${countWords(bound)} of ${countWords(all)} are bound to their holder as far as their provider says; whether anybody checks it is part of the verdict.`}
      >
        <BarRows parts={parts} atLeast={atLeast} />
      </Section>
    </div>
  )
}

function DangerSays({ cells, atLeast }: { cells: readonly PostureCell[]; atLeast: boolean }): ReactNode {
  const worst = worstCell(cells)
  if (!worst) return 'No live token was seen yet.'
  const { cell, share } = worst
  return (
    <>
      {atLeast ? 'At least ' : null}
      <TextLink href={`/tokens?life=${cell.life}&level=${cell.level ?? 'none'}`}>{countWords(cell.tokens)}</TextLink> {cell.tokens === 1 ? 'token' : 'tokens'}{' '}
      {ofLife(cell.life)} and can do “{cell.level === null ? 'what nobody reports' : levelWord[cell.level]}” {cell.tokens === 1 ? 'holds' : 'hold'} {share} % of {atLeast ? 'the risk that is known' : 'all risk'}.
    </>
  )
} // prettier-ignore

/** "that never expire", "useful for at most 24 h": a life, said of several. */
function ofLife(life: LifeBand): string {
  if (life === 'never') return 'that never expire'
  return life === 'not-reported' ? 'whose life nobody reports' : `that are useful for ${lifeWord[life]}`
}

/** How many of a facet's values there are; what is not among them is none. */
export function sumOf(counts: FacetCounts, facet: keyof FacetCounts, values: readonly string[]): number {
  return counts[facet].filter(({ value }) => values.includes(value)).reduce((sum, { count }) => sum + count, 0)
}
