import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** What every text control looks like. */
export const controlLook =
  'w-full rounded-control border border-control bg-bg px-3 py-1.5 text-body text-text placeholder:text-text-3 aria-invalid:border-revoke pointer-coarse:min-h-11'

type FieldProps = {
  id: string
  label: string
  hint?: ReactNode
  error?: string
  optional?: boolean
  hideLabel?: boolean
  className?: string
  /** The control; it must carry `id`, and `describedBy(id, …)` as its aria-describedby. */
  children: ReactNode
}

/** A labelled control: label above, hint under it, error between hint and control. */
export function Field({ id, label, hint, error, optional, hideLabel, className, children }: FieldProps) {
  return (
    <div className={clsx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-medium'}>
        {label}
        {optional ? <span className="font-normal text-text-3"> (optional)</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="max-w-[72ch] text-table wrap-anywhere text-text-2">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-table font-medium text-revoke">
          <span className="sr-only">Error: </span>
          {error}
        </p>
      ) : null}
      {children}
    </div>
  )
}

/** Ids of the hint and error that a control must point at, or nothing where it has neither. */
export function describedBy(id: string, { hint, error }: { hint?: unknown; error?: unknown }): string | undefined {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
}
