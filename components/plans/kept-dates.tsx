import { ChartFigure } from '@/components/charts/chart-figure.tsx'
import { StepChart } from '@/components/charts/step-chart.tsx'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { BurnPoint } from '@/lib/model/programme.ts'
import { retirementsHref } from '@/lib/model/retirement-search.ts'
import { keptWords } from './kept-words.ts'

type KeptDatesProps = {
  points: readonly BurnPoint[]
  /** The same at regular days, for the table. */
  rows: readonly BurnPoint[]
  behind: number
  today: string
  atLeast: boolean
  owner: string | null
}

/** Whether dates are kept: retirements committed to and proved, as two lines. Nothing where nothing was committed to. */
export function KeptDates({ points, rows, behind, today, atLeast, owner }: KeptDatesProps) {
  const last = points.at(-1)
  if (!last || last.committed === 0) return null
  const now = new Date(`${today}T12:00:00Z`)
  const at = points.findLast(({ day }) => day <= today)
  const says = keptWords({ due: dueBefore(points, today), proved: at?.proved ?? 0, behind, committed: last.committed, end: new Date(last.day), atLeast }, now)
  return (
    <ChartFigure
      title="Are dates kept?"
      says={says}
      className="mb-6"
      chart={
        <StepChart
          label={`Retirements committed to and proved. ${says}`}
          today={today}
          series={[
            { name: 'committed', look: 'dashed', tone: 'text', points: fromZero(points).map(({ day, committed }) => ({ day, value: committed })) },
            { name: 'proved', look: 'solid', tone: 'accent', points: fromZero(points).map(({ day, proved }) => ({ day, value: proved })) },
          ]}
        />
      }
      table={<DatesTable rows={rows} atLeast={atLeast} owner={owner} now={now} />}
    />
  )
} // prettier-ignore

/** A line begins at nothing, the day before its first step. */
function fromZero(points: readonly BurnPoint[]): readonly BurnPoint[] {
  const first = points[0]
  if (!first) return []
  const before = new Date(Date.parse(first.day) - 86_400_000).toISOString().slice(0, 10)
  return [{ day: before, committed: 0, proved: first.proved === null ? null : 0 }, ...points]
}

function dueBefore(points: readonly BurnPoint[], today: string): number {
  return points.findLast(({ day }) => day < today)?.committed ?? 0
}

function DatesTable({ rows, atLeast, owner, now }: { rows: readonly BurnPoint[]; atLeast: boolean; owner: string | null; now: Date }) {
  return (
    <Table caption="Retirements committed to and proved, by day" className="max-w-[40rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>By the end of</Th>
          <Th className="text-right">Committed</Th>
          <Th className="text-right">Proved</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ day, committed, proved }) => (
          <Tr key={day}>
            <Td className="whitespace-nowrap">
              <time dateTime={day}>{dayInText(new Date(day), now)}</time>
            </Td>
            <Td className="text-right">
              <TextLink href={retirementsHref({ by: day, owner })}>{countWords(committed)}</TextLink>
            </Td>
            <Td className="text-right">
              {proved === null ? (
                <Nothing is="not applicable" />
              ) : (
                <>
                  {atLeast && proved > 0 ? 'at least ' : ''}
                  <TextLink href={retirementsHref({ show: 'proved', by: day, owner })}>{countWords(proved)}</TextLink>
                </>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
