import { TriangleAlert } from 'lucide-react'
import { Fragment } from 'react'
import { TextLink } from '@/components/ui/text-link.tsx'

const whyWord = { partial: 'read only in part', failed: 'failed last time', never: 'never read whole', stale: 'overdue' } as const

type LackingNoticeProps = { lacking: readonly { id: string; name: string; why: keyof typeof whyWord }[]; linked: boolean }

const named = 4

/** Names what is missing from the figures below; nothing where nothing is. */
export function LackingNotice({ lacking, linked }: LackingNoticeProps) {
  if (lacking.length === 0) return null
  return (
    <div className="mb-3 flex gap-2 rounded-control border border-standing bg-standing-tint px-3 py-1.5 text-table">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-standing" />
      <p>
        <strong className="font-semibold">Not everything is in view, so counts say “at least”.</strong>{' '}
        {lacking.slice(0, named).map(({ id, name, why }, place) => (
          <Fragment key={id}>
            {place > 0 ? ', ' : ''}
            {linked ? <TextLink href={`/sources/${id}`}>{name}</TextLink> : name} ({whyWord[why]})
          </Fragment>
        ))}
        {lacking.length > named ? ` and ${lacking.length - named} more` : ''}.
      </p>
    </div>
  )
}
