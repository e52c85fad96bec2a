import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'

const whyWord = {
  partial: 'was read only in part',
  failed: 'failed last time',
  never: 'was never read whole',
  stale: 'is older than two of its schedules',
} as const

type LackingNoticeProps = { lacking: readonly { id: string; name: string; why: keyof typeof whyWord }[]; linked: boolean }

/** Names what is missing from the figures below; nothing where nothing is. */
export function LackingNotice({ lacking, linked }: LackingNoticeProps) {
  if (lacking.length === 0) return null
  const first = lacking.slice(0, 3)
  return (
    <Notice tone="warning" title="Not everything is in view: counts are at least this many." className="mb-4">
      <ul className="text-table">
        {first.map(({ id, name, why }) => (
          <li key={id}>
            {linked ? <TextLink href={`/sources/${id}`}>{name}</TextLink> : name} {whyWord[why]}.
          </li>
        ))}
        {lacking.length > first.length ? <li>and {lacking.length - first.length} more.</li> : null}
      </ul>
    </Notice>
  )
}
