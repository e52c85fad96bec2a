import NextLink from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A link to a page of ours, which is asked for when it is followed. Ahead of that each link on the screen would be asked for, twice,
 * with its look at who is asking: up to seventy requests a page, for pages that are hardly ever opened and are quick when they are.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  return <NextLink {...props} prefetch={false} />
}
