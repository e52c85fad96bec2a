import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { ShownMatch } from '@/lib/model/leak.ts'
import { matchWords } from './report-words.ts'

/** Which secret is of which token, the surest first; of a large report the rest is counted. Kept shut where it is long. */
export function MatchList({ matches, leaks }: { matches: readonly ShownMatch[]; leaks: number }) {
  if (matches.length === 0) return null
  return (
    <details open={matches.length <= 10} className="mt-2">
      <summary>{matches.length < leaks ? `The surest ${matches.length} of ${countWords(leaks)}, one by one` : 'One by one'}</summary>
      <ul aria-label="What each secret matches" className="mt-1 flex flex-col gap-1">
        {matches.map((match, index) => (
          <li key={`${index} ${match.foundIn}`} className="wrap-break-word">
            <span translate="no" className="font-mono text-table">{match.foundIn}</span>
            {match.places > 1 ? ` and ${countWords(match.places - 1)} more` : ''}:{' '}
            {match.token ? <TextLink href={`/tokens/${match.token.id}`}>{match.token.name}</TextLink> : null}
            {match.token ? ', ' : ''}
            {matchWords(match)}
          </li>
        ))}
      </ul>
    </details>
  )
} // prettier-ignore
