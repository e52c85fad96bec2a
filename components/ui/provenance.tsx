import { TextLink } from './text-link.tsx'
import { dateWords } from './time-words.ts'
import { Past } from './time.tsx'

type ProvenanceProps = { now: Date } & (
  { source: string; href: string | null; seenAt: Date } | { statedBy: string; at: Date; reviewAt: Date | null }
)

/** How we know a fact: "GitHub acme, 40 min ago", or "stated by Ana on 3 Nov 2026, review 3 Feb 2027". */
export function Provenance(from: ProvenanceProps) {
  if ('statedBy' in from) {
    return (
      <span className="text-meta text-text-3">
        stated by {from.statedBy} on {dateWords(from.at)}
        {from.reviewAt ? `, review ${dateWords(from.reviewAt)}` : ''}
      </span>
    )
  }
  return (
    <span className="text-meta text-text-3">
      {from.href ? <TextLink href={from.href}>{from.source}</TextLink> : from.source}, <Past at={from.seenAt} now={from.now} />
    </span>
  )
}
