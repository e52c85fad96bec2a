import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastWords } from '@/components/ui/time-words.ts'
import type { Fleet } from './before-after.tsx'
import { shareWords } from './bars.tsx'

/** A prepared change and what it would do. */
export type ChangeLine = { id: string; title: string; whom: string; touched: number; before: Fleet; after: Fleet }

/** The prepared changes beside each other, each leading to its own page. */
export function ChangeTable({ changes, atLeast }: { changes: readonly ChangeLine[]; atLeast: boolean }) {
  return (
    <Table caption="Prepared changes" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Change</Th>
          <Th className="text-right">Tokens it touches</Th>
          <Th className="text-right">Standing privileges then</Th>
          <Th className="text-right">Risk removed</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {changes.map(({ id, title, whom, touched, before, after }) => (
          <Tr key={id} data-key-row>
            <Td className="md:min-w-72">
              <TwoLines
                first={
                  <TextLink href={`/reports/what-if?change=${id}`} data-key-open className="font-medium">
                    {title}
                  </TextLink>
                }
                second={whom}
              />
            </Td>
            <Td label="Tokens it touches" className="md:text-right">
              <span>{touched > 0 ? leastWords(touched, atLeast) : <Nothing is={atLeast ? 'none seen' : 'none'} />}</span>
            </Td>
            <Td label="Standing privileges then" className="md:text-right">
              <TwoLines first={leastWords(after.standing, atLeast)} second={standingWords(before.standing - after.standing)} />
            </Td>
            <Td label="Risk removed" className="md:text-right">
              <TwoLines first={countWords(before.risk - after.risk)} second={before.risk > 0 ? `${shareWords(before.risk - after.risk, before.risk).split(' · ')[0]} of ${countWords(before.risk)}` : ''} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
} // prettier-ignore

function standingWords(fewer: number): string {
  return fewer === 0 ? 'as now' : `${countWords(fewer)} fewer than now`
}
