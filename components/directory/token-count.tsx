import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'

type TokenCountProps = {
  facet: 'owner' | 'workload'
  id: string
  of: string
  count: number
  /** Only those that are a standing privilege or must be revoked. */
  open?: boolean
}

/** How many live tokens something has, as a link to exactly those. */
export function TokenCount({ facet, id, of, count, open = false }: TokenCountProps) {
  if (count === 0) return <>0</>
  const query = new URLSearchParams({ [facet]: id })
  if (open) for (const verdict of ['revoke-now', 'standing-privilege']) query.append('verdict', verdict)
  return (
    <TextLink href={`/tokens?${query}`} aria-label={`${countWords(count)} ${open ? 'open ' : ''}tokens of ${of}`}>
      {countWords(count)}
    </TextLink>
  )
}
