import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import type { Population, PopulationSource } from '@/lib/model/taken.ts'

/** What a report speaks of: without it nobody can tell whether its list is complete. */
export function PopulationPart({ population }: { population: Population }) {
  const { sources, at, filter, model, mapping } = population
  return (
    <>
      <p className="mb-2 max-w-[72ch] text-table text-text-2">
        Tokens as known at {exactly(new Date(at))}. Filter: {filter ? <code className="font-mono break-all">{filter}</code> : 'live tokens, nothing else'}.
        Model {model}, mapping {mapping}.
      </p>
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
