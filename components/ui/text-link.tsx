import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A link in running text or a table. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link className={cn('text-accent underline decoration-1 underline-offset-2 hover:decoration-2', className)} {...rest} />
}
