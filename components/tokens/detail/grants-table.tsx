import type { Grant } from '@/lib/model/grant.ts'
import { Table, Th } from '@/components/ui/table.tsx'
import { levelWord, reachWord } from '../fact-words.ts'
import { StackTd, StackTr } from './stack.tsx'

/** What it may do, the widest first, in the provider's words and in ours. */
export function GrantsTable({ grants, caption }: { grants: readonly Grant[]; caption: string }) {
  return (
    <Table caption={caption}>
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row">
          <Th role="columnheader">Service</Th>
          <Th role="columnheader">Action</Th>
          <Th role="columnheader">Level</Th>
          <Th role="columnheader">Reach</Th>
          <Th role="columnheader">Why it counts</Th>
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">
        {grants.map((grant, place) => (
          <StackTr key={place}>
            <StackTd label="Service" className="whitespace-nowrap">
              {grant.service === '*' ? 'any' : grant.service}
            </StackTd>
            <StackTd label="Action" className="md:max-w-64">
              <code translate="no" className="font-mono break-all">
                {grant.action}
              </code>
            </StackTd>
            <StackTd label="Level" className="whitespace-nowrap">
              {levelWord[grant.level]}
            </StackTd>
            <StackTd label="Reach" className="md:max-w-64">
              {reachWord[grant.reach]}
              <code translate="no" className="block font-mono text-meta break-all text-text-3">
                {grant.resource}
              </code>
            </StackTd>
            <StackTd className="md:min-w-56">
              {grant.because}
              <span className="block text-text-3">
                From {grant.source}
                {grant.conditions.length > 0 ? `, only if ${grant.conditions.join(' and ')} (not counted as less)` : ''}
              </span>
            </StackTd>
          </StackTr>
        ))}
      </tbody>
    </Table>
  )
}
