import type { Grant } from '@/lib/model/grant.ts'
import { Breakable } from '@/components/ui/breakable.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { levelWord, reachWord } from '../fact-words.ts'

/** What it may do, the widest first, in the provider's words and in ours. */
export function GrantsTable({ grants, caption }: { grants: readonly Grant[]; caption: string }) {
  return (
    <Table caption={caption} cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Service</Th>
          <Th>Action</Th>
          <Th>Level</Th>
          <Th>Reach</Th>
          <Th>Why it counts</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {grants.map((grant, place) => (
          <Tr key={place}>
            <Td className="font-medium md:whitespace-nowrap">{grant.service === '*' ? 'any service' : grant.service}</Td>
            <Td label="Action" className="md:max-w-64 md:min-w-40">
              <code translate="no" className="font-mono wrap-anywhere">
                <Breakable>{grant.action}</Breakable>
              </code>
            </Td>
            <Td label="Level" className="md:whitespace-nowrap">
              {levelWord[grant.level]}
            </Td>
            <Td label="Reach" className="md:max-w-72 md:min-w-40">
              <div>
                {reachWord[grant.reach]}
                <code translate="no" className="block font-mono text-meta wrap-anywhere text-text-3">
                  {grant.resource ? <Breakable>{grant.resource}</Breakable> : null}
                </code>
              </div>
            </Td>
            <Td label="Why" className="md:min-w-56">
              <div>
                {grant.because}
                <span className="block text-text-3">
                  From {grant.source}
                  {grant.conditions.length > 0 ? `, only if ${grant.conditions.join(' and ')} (not counted as less)` : ''}
                </span>
              </div>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
