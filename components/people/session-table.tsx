import type { ReactNode } from 'react'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { Past } from '@/components/ui/time.tsx'

export type SessionLine = { id: string; agent: string; startedAt: Date; seenAt: Date; here: boolean }

type SessionTableProps = { sessions: readonly SessionLine[]; now: Date; end: (id: string) => ReactNode }

/** One's own open sessions; the one that asks is told apart and ends by signing out. */
export function SessionTable({ sessions, now, end }: SessionTableProps) {
  return (
    <Table caption="Open sessions" cards className="max-w-[60rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>Browser</Th>
          <Th>Signed in</Th>
          <Th>Last used</Th>
          <Th>
            <span className="sr-only">End</span>
          </Th>
        </Tr>
      </thead>
      <tbody>
        {sessions.map(({ id, agent, startedAt, seenAt, here }) => (
          <Tr key={id}>
            <Td>{agent}</Td>
            <Td label="Signed in">
              <Past at={startedAt} now={now} />
            </Td>
            <Td label="Last used">
              <Past at={seenAt} now={now} />
            </Td>
            <Td className="text-right">{here ? 'this one' : end(id)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
