import type { ComponentProps, ReactNode } from 'react'
import { controlLook, describedBy, Field } from './field.tsx'

type Said = { name: string; id?: string; label: string; hint?: ReactNode; error?: string; optional?: boolean; className?: string }

/** A few sentences to type, under their label. `id` is the name unless a page has the name twice. */
export function TextField({ label, hint, error, optional, className, id, ...area }: Said & Omit<ComponentProps<'textarea'>, keyof Said>) {
  const at = id ?? area.name
  return (
    <Field id={at} label={label} hint={hint} error={error} optional={optional} className={className}>
      <textarea id={at} rows={3} aria-invalid={error !== undefined || undefined} aria-describedby={describedBy(at, { hint, error })} className={controlLook} {...area} />
    </Field>
  ) // prettier-ignore
}
