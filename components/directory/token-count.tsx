import { Nothing } from '@/components/ui/nothing.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastWords } from '@/components/ui/time-words.ts'

type TokenCountProps = {
  facet: 'owner' | 'workload'
  id: string
  of: string
  count: number
  /** Where a source was not read whole, there may be more. */
  atLeast: boolean
  /** Only those that are a standing privilege or must be revoked. */
  open?: boolean
}

/** How many live tokens something has, as a link to exactly those. */
export function TokenCount({ facet, id, of, count, atLeast, open = false }: TokenCountProps) {
  if (count === 0) return <NoCount atLeast={atLeast} />
  const query = new URLSearchParams({ [facet]: id })
  if (open) for (const verdict of ['revoke-now', 'standing-privilege']) query.append('verdict', verdict)
  const words = leastWords(count, atLeast)
  return (
    <TextLink href={`/tokens?${query}`} aria-label={`${words} ${open ? 'open ' : ''}tokens of ${of}`} className="whitespace-nowrap">
      {words}
    </TextLink>
  )
}

/** A count of nothing: a 0 only where everything was read. */
export function NoCount({ atLeast }: { atLeast: boolean }) {
  return atLeast ? <Nothing is="none seen" /> : <>0</>
}
