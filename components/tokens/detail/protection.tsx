import { Check, X } from 'lucide-react'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import { worksNow } from '@/lib/model/leak.ts'
import type { ControlType } from '@/lib/model/sighting.ts'
import type { TokenState } from '@/lib/model/token.ts'
import { controlWord } from '../selection/control-words.ts'

export type ShownControl = {
  id: string
  type: ControlType
  reaches: 'token' | 'workload' | 'source'
  evidence: string
  evidencedAt: Date
  expiresAt: Date
  minutes: number | null
  current: boolean
}

const reachesWord = { token: 'this token', workload: 'its workload', source: 'everything of its source' } as const

/** What the verdict asks for, each met or missing. */
export function RequiredControls({ controls }: { controls: readonly { says: string; met: boolean }[] }) {
  if (controls.length === 0) return <p className="text-text-2">The verdict does not depend on any control.</p>
  return (
    <ul className="flex flex-col gap-1">
      {controls.map(({ says, met }) => (
        <li key={says} className="flex gap-2">
          {met ? <Check aria-hidden className="mt-0.5 size-4 text-fine" /> : <X aria-hidden className="mt-0.5 size-4 text-revoke" />}
          <span>
            <span className="font-medium">{met ? 'Met' : 'Missing'}:</span> {says}.
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Controls on record, with their evidence and for how long it counts. */
export function ControlsTable({ controls }: { controls: readonly ShownControl[] }) {
  return (
    <Table caption="Controls on record" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Control</Th>
          <Th>Reaches</Th>
          <Th>Evidence</Th>
          <Th>Evidenced</Th>
          <Th>Ends</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {controls.map((control) => (
          <Tr key={control.id}>
            <Td className="font-medium md:whitespace-nowrap">
              {controlWord[control.type]}
              {control.minutes === null ? '' : `, ${control.minutes} min`}
            </Td>
            <Td label="Reaches" className="md:whitespace-nowrap">
              {reachesWord[control.reaches]}
            </Td>
            <Td label="Evidence" className="break-words md:min-w-48">
              {control.evidence}
            </Td>
            <Td label="Evidenced">
              <Exact at={control.evidencedAt} />
            </Td>
            <Td label="Ends" className="md:whitespace-nowrap">
              {dateWords(control.expiresAt)}
              {control.current ? '' : ' (no longer counts)'}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

export type ShownExposure = {
  id: string
  state: string
  foundIn: string
  foundAt: Date
  stillValid: 'yes' | 'no' | 'not-reported'
  replacedAt: Date | null
  closedAt: Date | null
}

const validWord = { yes: 'yes', no: 'no', 'not-reported': 'not checked' } as const

/** Where it leaked, and whether it still works: "not checked" is never "no". */
export function ExposuresTable({
  exposures,
  token,
}: {
  exposures: readonly ShownExposure[]
  token: { state: TokenState; absentRuns: number }
}) {
  return (
    <Table caption="Exposures on record" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>State</Th>
          <Th>Found in</Th>
          <Th>Found</Th>
          <Th>Still valid</Th>
          <Th>Replaced</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {exposures.map((one) => (
          <Tr key={one.id}>
            <Td className="font-medium">
              <TextLink href={`/exposures/${one.id}`}>
                {one.state}
                {one.closedAt ? ', closed' : ''}
              </TextLink>
            </Td>
            <Td label="Found in" className="break-words md:min-w-48">
              {one.foundIn}
            </Td>
            <Td label="Found">
              <Exact at={one.foundAt} />
            </Td>
            <Td label="Still valid">{validWord[worksNow({ token, stillValid: one.stillValid })]}</Td>
            <Td label="Replaced">{one.replacedAt ? <Exact at={one.replacedAt} /> : <span className="text-text-3">not yet</span>}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
