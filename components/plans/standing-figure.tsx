import { ChartFigure } from '@/components/charts/chart-figure.tsx'
import { LiveTrend } from '@/components/posture/live-trend.tsx'
import type { LinePoint } from '@/components/posture/standing-lines.tsx'
import { StepChart } from '@/components/charts/step-chart.tsx'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { StandingDay } from '@/lib/model/programme.ts'

type Point = { day: string; standing: number | null; hours: number | null }
type Kept = readonly { day: string; standing: number; hours: number }[]

export type StandingFigureProps = {
  /** What is drawn: the count of standing privileges, or their hours a day. */
  of: 'standing' | 'hours'
  days: readonly StandingDay[]
  points: readonly Point[]
  ruleChanges: readonly string[]
  /** What stands from today on if every plan keeps its date. */
  kept: Kept
  today: string
  atLeast: boolean
  /** Whether days can be pointed at; not on pages of tables, which stay light. */
  live?: boolean
}

const words = {
  standing: { title: 'Standing privileges', noun: 'standing privileges' },
  hours: { title: 'Privilege-hours a day', noun: 'privilege-hours' },
} as const

/** Whether standing privilege goes down: the days that were counted, and what stands if the plans keep their dates. */
export function StandingFigure({ of, days, points, ruleChanges, kept, today, atLeast, live }: StandingFigureProps) {
  const { title, noun } = words[of]
  const now = new Date(`${today}T12:00:00Z`)
  const says = `${pastFinding(of, days, now, atLeast)} ${keptFinding(of, kept, today, now)}`
  const label = `${title}. ${says}`
  const ahead = kept.length > 1 || kept[0]?.[of] !== points.at(-1)?.[of] ? kept : []
  const drawn = (
    <StepChart
      label={label}
      today={today}
      series={[
        { name: 'counted', look: 'solid', tone: 'accent', points: points.map((point) => ({ day: point.day, value: point[of] })) },
        ...(ahead.length > 0 ? [{ name: 'if kept', look: 'dashed', tone: 'text', points: ahead.map((point) => ({ day: point.day, value: point[of] })) } as const] : []),
      ]}
      marks={ruleChanges.map((day) => ({ day, says: 'rules changed' }))}
    />
  )
  return (
    <ChartFigure
      title={title}
      says={says}
      className="mb-6 min-w-0"
      // Of one day there is no line yet, and an almost empty chart would tell less than the words.
      chart={
        days.length < 2 && ahead.length === 0 ? null : live ? (
          <LiveTrend noun={noun} label={label} today={today} ruleChanges={ruleChanges} points={joined(points, ahead, of)}>
            {drawn}
          </LiveTrend>
        ) : (
          drawn
        )
      }
      table={<DaysTable caption={`${title}, by day`} noun={noun} of={of} days={days} kept={kept} today={today} now={now} />}
    />
  )
} // prettier-ignore

/** Both lines day by day: what was counted, and what stands if dates are kept. */
function joined(points: readonly Point[], ahead: Kept, of: 'standing' | 'hours'): LinePoint[] {
  const days = new Map<string, LinePoint>(points.map((point) => [point.day, { day: point.day, counted: point[of], kept: null }]))
  for (const point of ahead) days.set(point.day, { day: point.day, counted: days.get(point.day)?.counted ?? null, kept: point[of] })
  return [...days.values()].toSorted((one, other) => (one.day < other.day ? -1 : 1))
}

/** "1,284 on 27 Nov, 1,321 on 28 Oct; lowest 1,280 on 9 Nov. Days are kept from 1 Oct on." */
function pastFinding(of: 'standing' | 'hours', days: readonly StandingDay[], now: Date, atLeast: boolean): string {
  const [first, last] = [days.at(0), days.at(-1)]
  if (!first || !last) return 'No day has been counted yet: the first is, once a source was read whole.'
  const on = (day: StandingDay) => `${day.lacking > 0 ? 'at least ' : ''}${countWords(Math.round(day[of]))} on ${dayInText(new Date(day.day), now)}`
  if (first === last) return `${sentence(on(last))}. The trend begins on this day: it is drawn once a second day is counted.`
  const monthAgo = new Date(Date.parse(last.day) - 30 * 86_400_000).toISOString().slice(0, 10)
  const before = days.findLast(({ day }) => day <= monthAgo) ?? first
  const lowest = days.reduce((low, day) => (day[of] < low[of] ? day : low))
  const low = lowest === last || lowest === before ? '' : `; lowest ${on(lowest)}`
  const lacking = atLeast && last.lacking === 0 ? ' Not everything is in view today.' : ''
  return `${sentence(on(last))}, ${on(before)}${low}. Days are kept from ${dayInText(new Date(first.day), now)} on.${lacking}`
} // prettier-ignore

function keptFinding(of: 'standing' | 'hours', kept: Kept, today: string, now: Date): string {
  const [first, last] = [kept.at(0), kept.at(-1)]
  if (!first || !last) return ''
  if (kept.length === 1 || last.day === today) return 'No open plan takes any of it away on a later day.'
  return `If every plan keeps its date, ${countWords(Math.round(last[of]))} stand by ${dayInText(new Date(last.day), now)}.`
}

const mostDays = 31

function DaysTable({ caption, noun, of, days, kept, today, now }: { caption: string; noun: string; of: 'standing' | 'hours'; days: readonly StandingDay[]; kept: Kept; today: string; now: Date }) {
  const ahead = kept.filter(({ day }) => day > today)
  return (
    <>
      <Table caption={caption} className="max-w-[40rem]">
        <thead role="rowgroup">
          <Tr>
            <Th>Day</Th>
            <Th className="text-right">Counted</Th>
            <Th className="text-right">If dates are kept</Th>
          </Tr>
        </thead>
        <tbody role="rowgroup">
          {days.slice(-mostDays).map((day) => (
            <Tr key={day.day}>
              <Td className="whitespace-nowrap">{dayInText(new Date(day.day), now)}</Td>
              <Td className="text-right">
                {day.lacking > 0 ? 'at least ' : ''}
                {countWords(Math.round(day[of]))}
              </Td>
              <Td className="text-right">
                <Nothing is="not applicable" />
              </Td>
            </Tr>
          ))}
          {ahead.slice(0, mostDays).map((point) => (
            <Tr key={point.day}>
              <Td className="whitespace-nowrap">{dayInText(new Date(point.day), now)}</Td>
              <Td className="text-right">
                <Nothing is="not applicable" />
              </Td>
              <Td className="text-right">{countWords(Math.round(point[of]))}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-1 max-w-[72ch] text-meta text-text-3">
        Of a day that is over its count of {noun} is kept, and no list. {days.length > mostDays ? `The newest ${mostDays} days are shown.` : ''}
      </p>
    </>
  )
} // prettier-ignore

function sentence(words_: string): string {
  return `${words_.slice(0, 1).toUpperCase()}${words_.slice(1)}`
}
