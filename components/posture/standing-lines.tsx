'use client'

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { ticksOf } from '@/components/charts/ticks.ts'
import { countWords, dateWords } from '@/components/ui/time-words.ts'

/** A day of a trend; nulls where nobody counted or nothing can be compared. */
export type LinePoint = { day: string; counted: number | null; kept: number | null }

export type StandingLinesProps = {
  /** What is counted, in the plural: "standing privileges". */
  noun: string
  label: string
  points: readonly LinePoint[]
  today: string
  /** Days from which another model counts. */
  ruleChanges: readonly string[]
}

const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** What is drawn at its widest, less its margins: the days under it keep their distance. */
const drawn = { most: 4, width: 300 }
const onAxis = { fontSize: 12, fill: 'var(--text-3)' }

/** The counted days and, dashed, what stands if every plan keeps its date. A day's numbers are read by pointing at it or with the arrows. */
export function StandingLines({ noun, label, points, today, ruleChanges }: StandingLinesProps) {
  return (
    <div role="group" aria-label={label} className="h-[220px] max-w-[45rem] text-meta">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...points]} margin={{ top: 14, right: 16, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey={({ day }: LinePoint) => Date.parse(day)} type="number" scale="time" domain={['dataMin', 'dataMax']} tickFormatter={(at: number) => short.format(new Date(at))} tick={onAxis} stroke="var(--line)" ticks={ticksOf(points.flatMap(({ day, counted, kept }) => (counted === null && kept === null ? [] : [day])), drawn).map((day) => Date.parse(day))} interval={0} />
          <YAxis width={48} tickFormatter={countWords} tick={onAxis} stroke="var(--line)" allowDecimals={false} domain={[0, 'auto']} />
          {points.some(({ day }) => day > today) ? <ReferenceLine x={Date.parse(today)} stroke="var(--text-3)" label={{ value: 'today', position: 'insideTopLeft', ...onAxis }} /> : null}
          {ruleChanges.map((day) => (
            <ReferenceLine key={day} x={Date.parse(day)} stroke="var(--text-3)" strokeDasharray="2 3" label={{ value: 'rules changed', position: 'insideBottomLeft', ...onAxis }} />
          ))}
          <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--control)' }} content={({ active, payload }) => <Told noun={noun} point={active ? (payload[0]?.payload as LinePoint | undefined) : undefined} />} />
          <Line dataKey="counted" type="stepAfter" stroke="var(--accent)" strokeWidth={2} dot={{ r: 2, strokeWidth: 0, fill: 'var(--accent)' }} isAnimationActive={false} />
          <Line dataKey="kept" type="stepAfter" stroke="var(--text)" strokeWidth={2} strokeDasharray="7 4" dot={false} isAnimationActive={false} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
} // prettier-ignore

function Told({ noun, point }: { noun: string; point: LinePoint | undefined }) {
  if (!point || (point.counted === null && point.kept === null)) return null
  return (
    <div className="rounded-control border border-line bg-bg px-2 py-1 shadow-float">
      <p className="font-medium">{dateWords(new Date(point.day))}</p>
      {point.counted === null ? null : (
        <p>
          {countWords(Math.round(point.counted))} {noun}
        </p>
      )}
      {point.counted === null && point.kept !== null ? <p>{countWords(Math.round(point.kept))} if dates are kept</p> : null}
    </div>
  )
}
