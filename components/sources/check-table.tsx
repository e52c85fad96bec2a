import { CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Breakable } from '@/components/ui/breakable.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'

type Check = { permission: string; state: 'granted' | 'missing' | 'cannot-tell'; says: string; lost: string }

const mark: Readonly<Record<Check['state'], ReactNode>> = {
  granted: (
    <span className="inline-flex items-center gap-1.5 font-medium text-fine">
      <CircleCheck aria-hidden className="size-4" /> granted
    </span>
  ),
  missing: (
    <span className="inline-flex items-center gap-1.5 font-medium text-revoke">
      <CircleX aria-hidden className="size-4" /> missing
    </span>
  ),
  'cannot-tell': (
    <span className="inline-flex items-center gap-1.5 font-medium text-standing">
      <CircleHelp aria-hidden className="size-4" /> cannot tell
    </span>
  ),
}

/** A connection test: a row a permission, and what is not seen without it. */
export function CheckTable({ checks }: { checks: readonly Check[] }) {
  return (
    <Table caption="Permissions" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Permission</Th>
          <Th>State</Th>
          <Th>What it answered</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {checks.map((check) => (
          <Tr key={check.permission}>
            <Td translate="no" className="font-mono wrap-anywhere md:min-w-56">
              <Breakable>{check.permission}</Breakable>
            </Td>
            <Td label="State" className="whitespace-nowrap">
              {mark[check.state]}
            </Td>
            <Td label="What it answered" className="md:min-w-56">
              {check.says}
              {check.state === 'granted' ? null : <span className="block text-text-2">Without it: {check.lost}</span>}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
