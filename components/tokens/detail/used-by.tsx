import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { Past } from '@/components/ui/time.tsx'
import { tokenNoun } from './token-noun.ts'

type Consumer = {
  name: string
  evidence: 'named' | 'stated' | 'last-service' | 'workload' | 'holder'
  certainty: 'certain' | 'likely' | 'possible'
  lastSeen: Date | null
}

const evidenceWord: Readonly<Record<Consumer['evidence'], string>> = {
  'last-service': 'service of the last use, from its provider',
  named: 'named by the source',
  stated: 'stated by a person',
  workload: 'workload it is assigned to',
  holder: 'holds it on the other side',
}

/** Who would notice if it were gone, and how surely that is known. */
export function UsedBy({ consumers, isFile, kind, now }: { consumers: readonly Consumer[]; isFile: boolean; kind: string; now: Date }) {
  if (consumers.length === 0) return <p className="text-text-2">No provider tells us who uses this {tokenNoun(kind)}. Ask the owner.</p>
  return (
    <Table caption="Who uses it" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Consumer</Th>
          <Th>Evidence</Th>
          <Th>Certainty</Th>
          <Th>Last seen</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {consumers.map(({ name, evidence, certainty, lastSeen }) => (
          <Tr key={name}>
            <Td className="font-medium break-words md:min-w-28">{name}</Td>
            <Td label="Evidence" className="text-text-2 md:min-w-32">
              {isFile && evidence === 'last-service' ? 'service of the last use, as its file tells' : evidenceWord[evidence]}
            </Td>
            <Td label="Certainty">{certainty}</Td>
            <Td label="Last seen">{lastSeen ? <Past at={lastSeen} now={now} /> : <Nothing is="not reported" />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
