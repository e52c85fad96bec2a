import type { Grant } from '@/lib/model/grant.ts'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { levelWord, reachWord } from '../fact-words.ts'

/** What it may do, the worst first, in the provider's words and in ours. */
export function GrantsTable({ grants, caption }: { grants: readonly Grant[]; caption: string }) {
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <Th>Service</Th>
          <Th>Action</Th>
          <Th>On</Th>
          <Th>Can do</Th>
          <Th>Why it counts</Th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant, place) => (
          <Tr key={place}>
            <Td className="whitespace-nowrap">{grant.service}</Td>
            <Td translate="no" className="max-w-72 font-mono break-all">
              {grant.action}
            </Td>
            <Td translate="no" className="max-w-60 font-mono break-all">
              {grant.resource}
            </Td>
            <Td className="whitespace-nowrap">
              {levelWord[grant.level]} · {reachWord[grant.reach]}
            </Td>
            <Td className="min-w-56">
              {grant.because}
              <span className="block text-text-3">
                From {grant.source}
                {grant.conditions.length > 0 ? `, only if ${grant.conditions.join(' and ')} (not counted as less)` : ''}
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
