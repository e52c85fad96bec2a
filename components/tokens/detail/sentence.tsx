import { Abbreviated } from '@/components/ui/abbreviated.tsx'
import type { Part } from './verdict-sentence.ts'

/** Sentences with their names set apart. */
export function Sentence({ parts }: { parts: readonly Part[] }) {
  return parts.map((part, place) =>
    typeof part === 'string' ? (
      <Abbreviated key={place}>{part}</Abbreviated>
    ) : (
      <strong key={place} translate="no" className="font-semibold break-words">
        {part.name}
      </strong>
    ),
  )
}
