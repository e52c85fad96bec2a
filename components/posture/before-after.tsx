import { Verdict } from '@/components/tokens/verdict.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastAlone, leastWords } from '@/components/ui/time-words.ts'
import { Verdict as Verdicts, type Verdict as VerdictName } from '@/lib/model/score.ts'
import { Bar } from './bars.tsx'
import { changeWords } from './change-words.ts'
import { verdictTone } from './verdict-tone.ts'

/** The live tokens by verdict, those that are standing privileges, and the sum of their risk. */
export type Fleet = { verdicts: Readonly<Record<VerdictName, number>>; standing: number; risk: number }

type BeforeAfterProps = { before: Fleet; after: Fleet; standingQuery: string; atLeast: boolean }

const order = [...Verdicts.options.filter((verdict) => verdict !== 'retired').toReversed(), 'retired'] as const

/** A fleet now and after a change: two bars, and the numbers that they show. What is now opens its list; what would be has none. */
export function BeforeAfter({ before, after, standingQuery, atLeast }: BeforeAfterProps) {
  const shown = order.filter((verdict) => before.verdicts[verdict] > 0 || after.verdicts[verdict] > 0)
  const partsOf = ({ verdicts }: Fleet) => shown.map((verdict) => ({ key: verdict, tone: verdictTone[verdict], count: verdicts[verdict] }))
  return (
    <div>
      <div className="mb-3 grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-2 text-table text-text-2">
        <span>Now</span>
        <Bar parts={partsOf(before)} />
        <span>Then</span>
        <Bar parts={partsOf(after)} />
      </div>
      <Table caption="Live tokens by verdict, now and then">
        <thead>
          <tr>
            <Th>Live tokens</Th>
            <Th className="text-right">Now</Th>
            <Th className="text-right">Then</Th>
            <Th className="text-right">Change</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((verdict) => (
            <Tr key={verdict}>
              <Td>
                <Verdict verdict={verdict} wraps />
              </Td>
              <Figures
                now={before.verdicts[verdict]}
                then={after.verdicts[verdict]}
                href={`/tokens?verdict=${verdict}`}
                atLeast={atLeast}
              />
            </Tr>
          ))}
          <Tr>
            <Td className="font-medium">Standing privileges</Td>
            <Figures now={before.standing} then={after.standing} href={`/tokens?${standingQuery}`} atLeast={atLeast} />
          </Tr>
          <Tr>
            <Td className="font-medium">Sum of risk</Td>
            <Figures now={before.risk} then={after.risk} href="/tokens?sort=risk" atLeast={atLeast} />
          </Tr>
        </tbody>
      </Table>
      <p className="mt-1 text-meta text-text-3">
        What would be has no list, as nothing is saved: <TextLink href="#moves">the tokens that move</TextLink> stand below.
      </p>
    </div>
  )
}

type FiguresProps = { now: number; then: number; href: string; atLeast: boolean }

function Figures({ now, then, href, atLeast }: FiguresProps) {
  return (
    <>
      <Td className="text-right">{now > 0 ? <TextLink href={href}>{leastWords(now, atLeast)}</TextLink> : leastAlone(now, atLeast)}</Td>
      <Td className="text-right font-medium">{leastAlone(then, atLeast)}</Td>
      <Td className="text-right whitespace-nowrap text-text-2">{changeWords(then - now)}</Td>
    </>
  )
}
