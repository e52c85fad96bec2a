import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { Link } from './link.tsx'

/** A link in running text or a table. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link className={clsx('text-accent underline decoration-1 underline-offset-2 hover:decoration-2', className)} {...rest} />
}
