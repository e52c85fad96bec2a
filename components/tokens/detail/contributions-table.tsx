import type { Contribution } from '@/lib/model/score.ts'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'

const factorWord: Readonly<Record<string, string>> = {
  binding: 'Binding',
  ttl: 'Lifetime',
  age: 'Age',
  staleness: 'Use',
  reuse: 'Sharing',
  storage: 'Storage',
  thirdParty: 'Third party',
  agent: 'AI agent',
  owner: 'Owner',
  cap: 'Cap of the replay side',
  controls: 'Controls',
  scope: 'What it can do',
  sensitivity: 'Sensitivity',
  rounding: 'Rounding',
  'verdict-floor': 'Floor of the verdict',
}

/** Each row begins where the one above it ended: tenths of a point, so that nothing is rounded on the way. */
function waterfall(shown: readonly Contribution[]): (Contribution & { from: number; to: number })[] {
  let tenths = 0
  return shown.map((one) => {
    const from = tenths
    tenths += Math.round(one.points * 10)
    return { ...one, from: from / 10, to: tenths / 10 }
  })
}

/** What makes the score, factor by factor; the last row is their sum, and is the risk. */
export function ContributionsTable({ contributions }: { contributions: readonly Contribution[] }) {
  const rows = waterfall(contributions.filter(({ points }) => points !== 0))
  const sum = rows.at(-1)?.to ?? 0
  return (
    <Table caption="What makes the risk">
      <thead role="rowgroup">
        <Tr>
          <Th>Factor</Th>
          <Th className="text-right">Points</Th>
          <Th className="max-md:hidden">
            <span className="sr-only">From 0 to 100</span>
          </Th>
          <Th>Because</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ factor, points, because, from, to }) => (
          <Tr key={factor}>
            <Td className="md:whitespace-nowrap">{factorWord[factor] ?? factor}</Td>
            <Td className="text-right whitespace-nowrap">{points.toFixed(1)}</Td>
            <Td className="max-md:hidden">
              <Bar from={Math.min(from, to)} to={Math.max(from, to)} className={points < 0 ? 'fill-fine' : 'fill-text-3'} />
            </Td>
            <Td className="text-text-2">{because}</Td>
          </Tr>
        ))}
        <Tr className="font-semibold">
          <Td>Risk</Td>
          <Td className="text-right">{sum.toFixed(1)}</Td>
          <Td className="max-md:hidden">
            <Bar from={0} to={sum} className="fill-text" />
          </Td>
          <Td>of 100</Td>
        </Tr>
      </tbody>
    </Table>
  )
}

/** A part of the way from 0 to 100. Lower than none and higher than all are drawn to the edge. */
function Bar({ from, to, className }: { from: number; to: number; className: string }) {
  const [start, end] = [Math.max(0, Math.min(100, from)), Math.max(0, Math.min(100, to))]
  return (
    <svg aria-hidden viewBox="0 0 160 10" className="mt-1.5 h-2.5 w-40">
      <path d="M0 9.5h160" stroke="var(--line)" strokeWidth="1" />
      <rect x={start * 1.6} y="0" width={Math.max(1.5, (end - start) * 1.6)} height="8" rx="1" className={className} />
    </svg>
  )
}
