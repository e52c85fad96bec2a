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

/** What makes the score, factor by factor; the last row is their sum, and is the risk. */
export function ContributionsTable({ contributions }: { contributions: readonly Contribution[] }) {
  const shown = contributions.filter(({ points }) => points !== 0)
  const sum = contributions.reduce((total, { points }) => total + Math.round(points * 10), 0) / 10
  const widest = Math.max(1, ...shown.map(({ points }) => Math.abs(points)))
  return (
    <Table caption="What makes the risk">
      <thead>
        <tr>
          <Th>Factor</Th>
          <Th className="text-right">Points</Th>
          <Th className="max-sm:hidden">
            <span className="sr-only">Size</span>
          </Th>
          <Th>Because</Th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ factor, points, because }) => (
          <Tr key={factor}>
            <Td className="whitespace-nowrap">{factorWord[factor] ?? factor}</Td>
            <Td className="text-right whitespace-nowrap">{points.toFixed(1)}</Td>
            <Td className="max-sm:hidden">
              <svg aria-hidden viewBox="0 0 80 8" className="mt-1.5 h-2 w-20">
                <rect width={(Math.abs(points) / widest) * 80} height="8" rx="1" className={points < 0 ? 'fill-fine' : 'fill-text-3'} />
              </svg>
            </Td>
            <Td className="min-w-60">{because}</Td>
          </Tr>
        ))}
        <Tr className="font-semibold">
          <Td>Risk</Td>
          <Td className="text-right">{sum.toFixed(1)}</Td>
          <Td className="max-sm:hidden" />
          <Td>of 100</Td>
        </Tr>
      </tbody>
    </Table>
  )
}
