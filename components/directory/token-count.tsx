import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'

/** How many live tokens something has, as a link to exactly those. */
export function TokenCount({ facet, id, of, count }: { facet: 'owner' | 'workload'; id: string; of: string; count: number }) {
  if (count === 0) return <>0</>
  return (
    <TextLink href={`/tokens?${new URLSearchParams({ [facet]: id })}`} aria-label={`${countWords(count)} tokens of ${of}`}>
      {countWords(count)}
    </TextLink>
  )
}
