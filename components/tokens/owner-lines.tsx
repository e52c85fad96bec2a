import { Nothing } from '@/components/ui/nothing.tsx'
import { TwoLines } from '@/components/ui/table.tsx'

type OwnerLinesProps = { name: string | null; status: 'active' | 'departed' | null; team?: string | null }

/** The owner of a token in a table, and under it the team; of one who has left, that they have: nobody answers for it. */
export function OwnerLines({ name, status, team = null }: OwnerLinesProps) {
  return (
    <TwoLines
      first={name ?? <Nothing is="none" />}
      second={status === 'departed' ? <span className="text-standing">departed</span> : team}
    />
  )
}
