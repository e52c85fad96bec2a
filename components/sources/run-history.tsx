import type { Gap } from '@/lib/model/sighting.ts'
import type { RunCounts, RunState as RunStateName } from '@/lib/model/source.ts'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { spanWords } from '@/components/ui/time-words.ts'
import { GapList } from './gap-list.tsx'
import { RunState } from './run-state.tsx'
import { countsWords, seenWords } from './run-words.ts'

export type RunLine = {
  id: string
  state: RunStateName
  startedAt: Date
  finishedAt: Date | null
  counts: RunCounts
  gaps: readonly Gap[]
  problem: string | null
  askedBy: string
}

/** The latest runs: when, how each ended, what it changed, and in words what it could not see. */
export function RunHistory({ runs }: { runs: readonly RunLine[] }) {
  return (
    <Table caption="Run history" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Started</Th>
          <Th>State</Th>
          <Th>Took</Th>
          <Th className="text-right">Seen</Th>
          <Th>Changes</Th>
          <Th>Not seen</Th>
          <Th>Asked by</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {runs.map((run) => (
          <Tr key={run.id}>
            <Td>
              <Exact at={run.startedAt} />
            </Td>
            <Td label="State">
              <RunState state={run.state} />
            </Td>
            <Td label="Took" className="whitespace-nowrap">
              {run.finishedAt ? spanWords((run.finishedAt.getTime() - run.startedAt.getTime()) / 1_000) : 'not over'}
            </Td>
            <Td label="Seen" className="md:text-right">
              {seenWords(run.counts)}
            </Td>
            <Td label="Changes">{countsWords(run.counts)}</Td>
            <Td label="Not seen" className="md:min-w-64">
              {run.problem ? <p className="whitespace-pre-line text-revoke">{run.problem}</p> : null}
              {run.gaps.length > 0 ? (
                <details>
                  <summary className="w-fit cursor-pointer text-standing">
                    {run.gaps.length} {run.gaps.length === 1 ? 'gap' : 'gaps'}
                  </summary>
                  <div className="mt-1">
                    <GapList gaps={run.gaps} />
                  </div>
                </details>
              ) : null}
              {run.gaps.length === 0 && !run.problem ? <span className="text-text-3">none</span> : null}
            </Td>
            <Td label="Asked by" className="whitespace-nowrap">
              {run.askedBy}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
