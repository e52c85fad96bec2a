import type { ReactNode } from 'react'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'

export type ShownFact = { name: string; value: ReactNode; from: string }

/** What is known of the token, and how we know it. */
export function FactsTable({ facts }: { facts: readonly ShownFact[] }) {
  return (
    <Table caption="Facts and where each came from">
      <thead>
        <tr>
          <Th>Fact</Th>
          <Th>Value</Th>
          <Th>How we know</Th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ name, value, from }) => (
          <Tr key={name}>
            <Td className="whitespace-nowrap text-text-2">{name}</Td>
            <Td className="min-w-40 break-words">{value}</Td>
            <Td className="min-w-40 text-text-2">{from}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
