import { drillWords } from '@/components/directory/drill-words.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { DrillLine, SourceDrill } from '@/lib/model/retirement-search.ts'
import { drillProvider } from './times-table.tsx'

/** Drills as they were recorded, the newest first. */
export function DrillTable({ drills, linked }: { drills: readonly DrillLine[]; linked: boolean }) {
  return (
    <Table caption="Drills" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>On</Th>
          <Th>Day</Th>
          <Th className="text-right">Took</Th>
          <Th>Evidence</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {drills.map(({ id, on, onId, onName, provider, at, minutes, evidence }) => (
          <Tr key={id}>
            <Td className="md:min-w-40">
              <TwoLines
                first={
                  linked || on === 'token' ? (
                    <TextLink href={placeOf[on](onId)} className="font-medium break-words">
                      {onName}
                    </TextLink>
                  ) : (
                    <span className="font-medium break-words">{onName}</span>
                  )
                }
                second={on === 'token' ? drillProvider(provider) : `everything of this ${on}`}
              />
            </Td>
            <Td label="Day" className="whitespace-nowrap">
              <span>{dateWords(at)}</span>
            </Td>
            <Td label="Took" className="whitespace-nowrap md:text-right">
              <span>{drillWords(minutes)}</span>
            </Td>
            <Td label="Evidence" className="md:max-w-96">
              <span className="break-words">{evidence}</span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

const placeOf: Readonly<Record<DrillLine['on'], (id: string) => string>> = {
  token: (id) => `/tokens/${id}`,
  workload: (id) => `/directory/workloads/${id}`,
  source: (id) => `/sources/${id}`,
}

/** When each source was last drilled; what is older than counts is stale, and says so. */
export function SourceDrillTable({ sources, counts, now }: { sources: readonly SourceDrill[]; counts: number; now: Date }) {
  return (
    <Table caption="The last drill of each source" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Source</Th>
          <Th>Last drill</Th>
          <Th className="text-right">Took</Th>
          <Th>State</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {sources.map(({ id, name, lastAt, minutes }) => (
          <Tr key={id}>
            <Td className="md:min-w-40">
              <TextLink href={`/sources/${id}#controls`} className="font-medium break-words">
                {name}
              </TextLink>
            </Td>
            <Td label="Last drill" className="whitespace-nowrap">
              {lastAt ? <span>{dateWords(lastAt)}</span> : <Nothing is="never" />}
            </Td>
            <Td label="Took" className="whitespace-nowrap md:text-right">
              {minutes === null ? <Nothing is="not applicable" /> : <span>{drillWords(minutes)}</span>}
            </Td>
            <Td label="State">
              <DrillState lastAt={lastAt} counts={counts} now={now} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function DrillState({ lastAt, counts, now }: { lastAt: Date | null; counts: number; now: Date }) {
  if (lastAt === null) return <span className="text-standing">none yet</span>
  const days = Math.floor((now.getTime() - lastAt.getTime()) / 86_400_000)
  if (days > counts) return <span className="text-standing">stale: {days} days old</span>
  return (
    <span>{days === counts ? 'counts until tomorrow' : `counts for ${counts - days} more ${counts - days === 1 ? 'day' : 'days'}`}</span>
  )
}
