import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/** A box to tick with its words beside it; all of it can be pressed. */
export function Checkbox({
  label,
  hint,
  className,
  ...input
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode }) {
  return (
    <label className={clsx('flex min-h-6 items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center', className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" {...input} />
      <span className="min-w-0">
        {label}
        {hint ? <span className="block text-table text-text-2">{hint}</span> : null}
      </span>
    </label>
  )
}
