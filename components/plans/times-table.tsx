import { listed, spanInText } from '@/components/tokens/detail/text-time.ts'
import { providerName } from '@/components/tokens/fact-words.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, dateWords } from '@/components/ui/time-words.ts'
import { retirementsHref, type ClockStart, type DrillTimes, type RevocationTimes } from '@/lib/model/retirement-search.ts'
import { fewest, fewWords, placeOf, startTitle } from './retirement-words.ts'

/** How long revoking took, a row for each provider; what still runs stands beside it, counted in no share. */
export function TimesTable({ start, times, atLeast }: { start: ClockStart; times: readonly RevocationTimes[]; atLeast: boolean }) {
  return (
    <Table caption={startTitle[start]} cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Provider</Th>
          <Th className="text-right">Off</Th>
          <Th className="text-right">Half within</Th>
          <Th className="text-right">95 of 100 within</Th>
          <Th aria-label="From half to 95 of 100, drawn">1 min to 400 d</Th>
          <Th className="text-right">Still works</Th>
          <Th>Oldest</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {times.map((row) => (
          <Tr key={row.provider ?? 'all'}>
            <Td className="md:min-w-28">
              <span className="font-medium">{row.provider === null ? 'All' : providerName(row.provider)}</span>
            </Td>
            <Td label="Off" className="md:text-right">
              <Count of={row} show="done" count={row.done} atLeast={atLeast} />
            </Td>
            <Shares row={row} />
            <Td label="Still works" className="md:text-right">
              <Count of={row} show="running" count={row.running} atLeast={false} />
            </Td>
            <Td label="Oldest" className="md:min-w-28">
              {row.longest === null ? <Nothing is="none" /> : <span className="font-medium text-standing">at least {spanInText(row.longest)}</span>}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

function Shares({ row }: { row: RevocationTimes }) {
  const { done, p50, p95 } = row
  if (done < fewest || p50 === null || p95 === null)
    return (
      <Td colSpan={3} label="Took" className="md:pl-8">
        {done === 0 ? <Nothing is="not applicable" /> : <span>too few for a share: {fewWords(row)}</span>}
      </Td>
    )
  return (
    <>
      <Td label="Half within" className="md:text-right">
        <span className="whitespace-nowrap">{spanInText(p50)}</span>
      </Td>
      <Td label="95 of 100 within" className="md:text-right">
        <span className="whitespace-nowrap">{spanInText(p95)}</span>
      </Td>
      <Td className="max-md:hidden">
        <SpanBar p50={p50} p95={p95} />
      </Td>
    </>
  )
}

function Count({ of: { start, provider }, show, count, atLeast }: { of: RevocationTimes; show: 'done' | 'running'; count: number; atLeast: boolean }) {
  if (count === 0) return <Nothing is={show === 'done' && atLeast ? 'none seen' : 'none'} />
  return (
    <span>
      {atLeast ? 'at least ' : ''}
      <TextLink href={retirementsHref({ start, show, provider })}>{countWords(count)}</TextLink>
    </span>
  )
} // prettier-ignore

const barWidth = 228

/** A dot for half of them and a bar to 95 of 100; the cells before it have the same in words. */
function SpanBar({ p50, p95, hollow }: { p50: number; p95: number; hollow?: boolean }) {
  const [from, to] = [6 + placeOf(p50) * barWidth, 6 + placeOf(p95) * barWidth]
  return (
    <svg aria-hidden viewBox={`0 0 ${barWidth + 12} 16`} className="h-4 w-60 text-accent">
      {[60, 3_600, 86_400, 7 * 86_400, 90 * 86_400].map((tick) => (
        <line key={tick} x1={6 + placeOf(tick) * barWidth} x2={6 + placeOf(tick) * barWidth} y1={2} y2={14} className="stroke-line" />
      ))}
      <line x1={from} x2={Math.max(from + 1, to)} y1={8} y2={8} stroke="currentColor" strokeWidth={3} strokeDasharray={hollow ? '3 2' : undefined} />
      <circle cx={from} cy={8} r={4.5} fill={hollow ? 'var(--bg)' : 'currentColor'} stroke="currentColor" strokeWidth={2} />
    </svg>
  )
} // prettier-ignore

/** How long drills took, a row for each provider, on the same scale as what was revoked in earnest. */
export function DrillTimesTable({ times }: { times: readonly DrillTimes[] }) {
  return (
    <Table caption="How long drills took" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Provider</Th>
          <Th className="text-right">Drills</Th>
          <Th className="text-right">Half within</Th>
          <Th className="text-right">95 of 100 within</Th>
          <Th aria-label="From half to 95 of 100, drawn">1 min to 400 d</Th>
          <Th>Last</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {times.map(({ provider, drills, last, ...took }) => (
          <Tr key={provider ?? 'all'}>
            <Td className="md:min-w-28">
              <span className="font-medium">{provider === null ? 'All' : drillProvider(provider)}</span>
            </Td>
            <Td label="Drills" className="md:text-right">
              <TextLink href={`/plans/time-to-revoke${provider ? `?drills=${provider}` : ''}#drills`}>{countWords(drills)}</TextLink>
            </Td>
            <DrillShares {...took} />
            <Td label="Last" className="whitespace-nowrap">
              <span>{dateWords(last)}</span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function DrillShares({ p50, p95, few }: Pick<DrillTimes, 'p50' | 'p95' | 'few'>) {
  if (p50 === null || p95 === null)
    return (
      <Td colSpan={3} label="Took" className="md:pl-8">
        <span>too few for a share: {listed(few.map(drillSpan))}</span>
      </Td>
    )
  return (
    <>
      <Td label="Half within" className="md:text-right">
        <span className="whitespace-nowrap">{drillSpan(p50)}</span>
      </Td>
      <Td label="95 of 100 within" className="md:text-right">
        <span className="whitespace-nowrap">{drillSpan(p95)}</span>
      </Td>
      <Td className="max-md:hidden">
        <SpanBar p50={p50} p95={p95} hollow />
      </Td>
    </>
  )
}

/** A drill on everything of a workload is of every provider that the workload uses. */
export function drillProvider(provider: string): string {
  return provider === 'workload' ? 'On a workload' : provider === 'file' ? 'On a file’s source' : providerName(provider)
}

function drillSpan(seconds: number): string {
  return seconds < 60 ? 'under a minute' : spanInText(seconds)
}
