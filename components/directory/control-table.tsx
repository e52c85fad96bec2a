import type { ControlType } from '@/lib/model/sighting.ts'
import { controlWord } from '@/components/tokens/selection/control-words.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import { drillWords } from './drill-words.ts'

type ControlLine = {
  id: string
  type: ControlType
  evidence: string
  evidencedAt: Date
  expiresAt: Date
  minutes: number | null
  by: string | null
}

/** The controls of a workload or a source: what shows each, of which day, until when it counts; and how long a drill really took. */
export function ControlTable({ controls, now }: { controls: readonly ControlLine[]; now: Date }) {
  return (
    <Table caption="Controls on record" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Control</Th>
          <Th>Evidence</Th>
          <Th>Evidenced</Th>
          <Th>Counts until</Th>
          <Th>Took</Th>
          <Th>Recorded by</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {controls.map(({ id, type, evidence, evidencedAt, expiresAt, minutes, by }) => (
          <Tr key={id}>
            <Td className="font-medium md:whitespace-nowrap">{controlWord[type]}</Td>
            <Td label="Evidence" className="break-words md:min-w-48">
              {evidence}
            </Td>
            <Td label="Evidenced" className="md:whitespace-nowrap">
              <time dateTime={evidencedAt.toISOString()}>{dateWords(evidencedAt)}</time>
            </Td>
            <Td label="Counts until" className="md:whitespace-nowrap">
              {dateWords(expiresAt)}
              {expiresAt <= now ? <span className="font-medium text-standing"> (out of date)</span> : null}
            </Td>
            <Td label="Took" className="md:whitespace-nowrap">
              {type === 'revocation' ? (
                minutes === null ? (
                  <Nothing is="not reported" />
                ) : (
                  drillWords(minutes)
                )
              ) : (
                <Nothing is="not applicable" />
              )}
            </Td>
            <Td label="Recorded by">{by ?? 'a sync'}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
