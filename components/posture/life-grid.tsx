import { levelWord, lifeWord } from '@/components/tokens/fact-words.ts'
import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { LifeBand } from '@/lib/model/facts.ts'
import type { Level } from '@/lib/model/grant.ts'
import type { PostureCell } from '@/lib/model/posture.ts'

const levels = [1, 2, 3, 4, 5, 6, null] as const
const heat = [
  'bg-heat-0 text-text-3',
  'bg-heat-1 text-text',
  'bg-heat-2 text-heat-low-text',
  'bg-heat-3 text-heat-low-text',
  'bg-heat-4 text-heat-high-text',
  'bg-heat-5 text-heat-high-text',
] as const

/** How long a copy is useful, by what it can do: each cell counts live tokens, is shaded by their risk, and leads to them. */
export function LifeGrid({ cells }: { cells: readonly PostureCell[] }) {
  const of = new Map(cells.map((cell) => [`${cell.life} ${cell.level}`, cell]))
  const most = Math.max(1, ...cells.map(({ risk }) => risk))
  return (
    <div role="region" aria-label="Useful life by what a token can do" tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-[38rem] border-separate border-spacing-0.5 text-table">
        <caption className="sr-only">Live tokens by how long a copy is useful and what it can do</caption>
        <thead>
          <tr>
            <th scope="col" className="px-1 text-left text-meta font-medium text-text-2">
              Useful for
            </th>
            {levels.map((level) => (
              <th key={level ?? 'none'} scope="col" className="px-1 pb-1 text-center align-bottom text-meta font-medium text-text-2">
                {levelName(level)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LifeBand.options.map((life) => (
            <tr key={life}>
              <th scope="row" className="px-1 text-left text-meta font-medium whitespace-nowrap text-text-2">
                {lifeShort[life]}
              </th>
              {levels.map((level) => (
                <td key={level ?? 'none'} className="p-0">
                  <Cell cell={of.get(`${life} ${level}`) ?? { life, level, tokens: 0, risk: 0 }} most={most} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The row's own head, shorter than the filter's words. */
const lifeShort: Readonly<Record<LifeBand, string>> = {
  '1h': '≤ 1 h',
  '24h': '≤ 24 h',
  '30d': '≤ 30 d',
  '90d': '≤ 90 d',
  '366d': '≤ 1 year',
  over: 'longer',
  never: 'never expires',
  'not-reported': 'not reported',
}

function levelName(level: Level | null): string {
  return level === null ? 'not reported' : levelWord[level]
}

function Cell({ cell: { life, level, tokens, risk }, most }: { cell: PostureCell; most: number }) {
  const shade = tokens === 0 ? 0 : Math.min(5, 1 + Math.floor((risk / most) * 4.999))
  return (
    <Link
      href={`/tokens?life=${life}&level=${level ?? 'none'}`}
      aria-label={`${countWords(tokens)}: useful life ${lifeWord[life]}; ${levelName(level)}; ${countWords(risk)} points of risk`}
      className={cn('flex min-h-8 items-center justify-center rounded-sm px-1 hover:outline-2 hover:outline-accent', heat[shade])}
    >
      {countWords(tokens)}
    </Link>
  )
}
