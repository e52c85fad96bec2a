import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/components/ui/cn.ts'
import { Td, Tr } from '@/components/ui/table.tsx'

/** A table's row that becomes a block on narrow screens, where columns would be cut; its role stays that of a row. */
export function StackTr({ className, ...rest }: ComponentProps<'tr'>) {
  return <Tr role="row" className={cn('max-md:flex max-md:flex-col max-md:gap-0.5 max-md:px-3 max-md:py-2', className)} {...rest} />
}

/** A cell of it; `label` stands before the value where no heading stands over it. */
export function StackTd({ label, className, children }: { label?: string; className?: string; children: ReactNode }) {
  return (
    <Td role="cell" className={cn('max-md:flex max-md:min-w-0 max-md:flex-wrap max-md:gap-x-2 max-md:p-0 max-md:text-left', className)}>
      {label ? <span className="text-text-3 md:hidden">{label}</span> : null}
      <div className="min-w-0 break-words">{children}</div>
    </Td>
  )
}
