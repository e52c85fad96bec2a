import type { ComponentProps, ReactNode } from 'react'
import { controlLook, describedBy, Field } from './field.tsx'

type Said = { name: string; id?: string; label: string; hint?: ReactNode; error?: string; optional?: boolean; className?: string }

/** One line to type, under its label. `id` is the name unless a page has the name twice. */
export function InputField({ label, hint, error, optional, className, id, ...input }: Said & Omit<ComponentProps<'input'>, keyof Said>) {
  const at = id ?? input.name
  return (
    <Field id={at} label={label} hint={hint} error={error} optional={optional} className={className}>
      <input id={at} aria-invalid={error !== undefined || undefined} aria-describedby={describedBy(at, { hint, error })} className={controlLook} {...input} />
    </Field>
  ) // prettier-ignore
}

/** A few things to choose one of, under their label. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  className,
  id,
  options,
  ...select
}: Said & Omit<ComponentProps<'select'>, keyof Said> & { options: readonly { value: string; label: string }[] }) {
  const at = id ?? select.name
  return (
    <Field id={at} label={label} hint={hint} error={error} optional={optional} className={className}>
      <select id={at} aria-invalid={error !== undefined || undefined} aria-describedby={describedBy(at, { hint, error })} className={controlLook} {...select}>
        {options.map(({ value, label: says }) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    </Field>
  ) // prettier-ignore
}
