import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import type { Population, PopulationSource } from '@/lib/model/taken.ts'

/** A report of the present is of the moment it is taken; the demo's clock may run ahead of it by more than the reading takes. */
const alikeMs = 60_000

/**
 * What a report speaks of: without it nobody can tell whether its list is complete. `takenAt`: when it was taken, or is looked at, in real
 * time; what it says is as of the estate's clock.
 */
export function PopulationPart({ population, takenAt, asOf }: { population: Population; takenAt: Date; asOf: Date | null }) {
  const { sources, at, filter, model, mapping, unkept = [] } = population
  const runsAhead = !asOf && new Date(at).getTime() - takenAt.getTime() > alikeMs
  return (
    <>
      <p className="mb-2 max-w-[72ch] text-table text-text-2">
        Tokens as known at {exactly(new Date(at))} by the estate’s clock{asOf ? ', the end of a day that is over' : ''}; {asOf || runsAhead ? `read at ${exactly(takenAt)} in real time` : 'read then'}.
        {runsAhead ? ' The estate’s clock runs ahead of real time, as that of a demo may.' : ''} Filter: {filter ? <code className="font-mono break-all">{filter}</code> : 'live tokens, nothing else'}.
        Model {model}, mapping {mapping}.
      </p>
      {unkept.length > 0 ? (
        <p className="mb-2 max-w-[72ch] text-table text-text-2">
          <span className="font-medium text-text">Not kept of that day:</span> {unkept.join('; ')}.
        </p>
      ) : null}
      <Table caption="Sources of this report" cards>
        <thead role="rowgroup">
          <Tr>
            <Th>Source</Th>
            <Th>Kind</Th>
            <Th>Last run</Th>
            <Th>Last complete run</Th>
            <Th>Could not be read</Th>
          </Tr>
        </thead>
        <tbody role="rowgroup">
          {sources.map((source) => (
            <Tr key={source.name}>
              <Td>
                <span className="font-medium">{source.name}</span>
              </Td>
              <Td label="Kind">{source.kind}</Td>
              <Td label="Last run">
                <span className={source.last === 'complete' ? undefined : 'font-medium text-standing'}>{source.last}</span>
              </Td>
              <Td label="Last complete run">{source.completeAt ? exactly(new Date(source.completeAt)) : <Nothing is="never" />}</Td>
              <Td label="Could not be read">{gapWords(source) ?? <Nothing is="none" />}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  )
} // prettier-ignore

function gapWords({ gaps }: PopulationSource): string | null {
  if (gaps.length === 0) return null
  const named = gaps.slice(0, 3).map(({ object, why }) => `${object} (${why})`)
  return gaps.length > 3 ? `${named.join(', ')} and ${gaps.length - 3} more` : named.join(', ')
}
