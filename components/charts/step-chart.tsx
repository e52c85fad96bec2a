import { Fragment } from 'react'
import { countWords } from '@/components/ui/time-words.ts'
import { ticksOf } from './ticks.ts'

/** A line of a chart. Days are `2026-11-27`; a null breaks the line: nobody knows, or it cannot be compared. */
export type StepSeries = {
  name: string
  points: readonly { day: string; value: number | null }[]
  look: 'solid' | 'dashed' | 'dotted'
  tone: 'accent' | 'text' | 'standing'
}

/** Something that happened on a day and cuts the chart in two: "the rules changed". */
export type ChartMark = { day: string; says: string }

/** Drawn for a desk and for a phone, so that the words in it have the page's own size on both. */
const sizes = {
  desk: { width: 720, ticks: 4, className: 'max-md:hidden max-w-[45rem]' },
  phone: { width: 350, ticks: 2, className: 'md:hidden max-w-[28rem]' },
} as const
const height = 220
const [left, right, top, bottom] = [44, 96, 14, 26]
const dashes = { solid: undefined, dashed: '7 4', dotted: '2 4' } as const
const tones = { accent: 'text-accent', text: 'text-text', standing: 'text-standing' } as const
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const long = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/**
 * Step lines over days, drawn by the server: a value holds until the next. From zero, at most five lines, each named at its end and
 * told apart without colour. The finding in words is the figure's caption, and the numbers are in a table beside it.
 */
export function StepChart(props: StepChartProps) {
  return (
    <>
      <Drawing {...props} size="desk" />
      <Drawing {...props} size="phone" />
    </>
  )
}

type StepChartProps = { label: string; series: readonly StepSeries[]; today: string; marks?: readonly ChartMark[] }

function Drawing({ label, series, today, marks = [], size }: StepChartProps & { size: keyof typeof sizes }) {
  const { width, ticks, className } = sizes[size]
  const drawn = series.filter(({ points }) => points.some(({ value }) => value !== null))
  const days = [...drawn.flatMap(({ points }) => points.map(({ day }) => day)), today].toSorted()
  const [first = today, last = today] = [days[0], days.at(-1)]
  // A day that breaks a line has nothing to stand under.
  const told = [...drawn.flatMap(({ points }) => points.flatMap(({ day, value }) => (value === null ? [] : [day]))), today]
  const top_ = niceTop(Math.max(1, ...drawn.flatMap(({ points }) => points.map(({ value }) => value ?? 0))))
  const span = Math.max(1, time(last) - time(first))
  const x = (day: string) => round(left + ((time(day) - time(first)) / span) * (width - left - right))
  const y = (value: number) => round(height - bottom - (value / top_) * (height - top - bottom))
  const ends = spread(drawn.map((line) => ({ line, at: y(lastValue(line)) })))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className={`h-auto w-full text-meta ${className}`}>
      {[0, top_ / 2, top_].map((value) => (
        <g key={value} className="text-text-3">
          <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} className="stroke-line" />
          <text x={left - 6} y={y(value) + 4} textAnchor="end" fill="currentColor">
            {axisWords(value)}
          </text>
        </g>
      ))}
      {ticksOf(told, { most: ticks, width: width - left - right }).map((day) => (
        <text key={day} x={x(day)} y={height - 8} textAnchor="middle" fill="currentColor" className="text-text-3">
          {time(last) - time(first) > 300 * 86_400_000 ? long.format(new Date(day)) : short.format(new Date(day))}
        </text>
      ))}
      {last > today && first < last ? <Upright x={x(today)} says="today" /> : null}
      {marks.map(({ day, says }) => (
        <Upright key={`${day} ${says}`} x={x(day)} says={says} mark />
      ))}
      {drawn.map(({ name, points, look, tone }) => (
        <g key={name} className={tones[tone]}>
          {runsOf(points).map((run) => (
            <Fragment key={run[0]?.day}>
              <path d={stepsOf(run, x, y)} fill="none" stroke="currentColor" strokeWidth={2} strokeDasharray={dashes[look]} />
              {run.length === 1 && run[0] ? <circle cx={x(run[0].day)} cy={y(run[0].value)} r={3} fill="currentColor" /> : null}
            </Fragment>
          ))}
        </g>
      ))}
      {ends.map(({ line, at }) => (
        <text key={line.name} x={width - right + 6} y={at + 4} fill="currentColor" className={tones[line.tone]}>
          {line.name} {axisWords(lastValue(line))}
        </text>
      ))}
    </svg>
  )
} // prettier-ignore

function Upright({ x, says, mark }: { x: number; says: string; mark?: boolean }) {
  return (
    <g className="text-text-3">
      <line x1={x} x2={x} y1={top} y2={height - bottom} stroke="currentColor" strokeWidth={1} strokeDasharray={mark ? '2 3' : undefined} />
      <text x={x + 4} y={mark ? height - bottom - 6 : top + 2} fill="currentColor">
        {says}
      </text>
    </g>
  )
}

type Known = { day: string; value: number }

/** The stretches without a break. */
function runsOf(points: StepSeries['points']): Known[][] {
  const runs: Known[][] = [[]]
  for (const { day, value } of points) {
    if (value === null) runs.push([])
    else runs.at(-1)?.push({ day, value })
  }
  return runs.filter(({ length }) => length > 0)
}

function stepsOf(run: readonly Known[], x: (day: string) => number, y: (value: number) => number): string {
  return run.map(({ day, value }, index) => (index === 0 ? `M${x(day)} ${y(value)}` : `H${x(day)}V${y(value)}`)).join('')
}

/** Names at the ends of lines, moved apart where they would lie over each other. */
function spread<End extends { at: number }>(ends: readonly End[]): End[] {
  const sorted = ends.toSorted((one, other) => one.at - other.at)
  let above = -Infinity
  return sorted.map((end) => {
    above = Math.max(end.at, above + 15)
    return { ...end, at: above }
  })
}

function lastValue({ points }: StepSeries): number {
  return points.findLast(({ value }) => value !== null)?.value ?? 0
}

/** The next number of one digit, or with a half: an axis that ends on it is easy to read. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  const digit = [1, 2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10
  return Math.max(2, digit * power)
}

function axisWords(value: number): string {
  return value >= 100_000 ? `${countWords(Math.round(value / 1_000))}k` : countWords(Math.round(value))
}

function time(day: string): number {
  return Date.parse(day)
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
