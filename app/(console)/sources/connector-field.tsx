import type { Field as FieldOf } from '@/lib/connectors/contract.ts'
import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'

type ConnectorFieldProps = {
  field: FieldOf
  error?: string
  /** Under which name it is sent; "field." and its own where left out. */
  as?: string
  /** What it holds at first. Never for a secret. */
  value?: string
}

/** One field of a connector's form. Secrets are typed, never shown again, and never filled in by us. */
export function ConnectorField({ field, error, as, value }: ConnectorFieldProps) {
  const { name, label, hint, kind, required, choices, example } = field
  const id = as ?? `field.${name}`
  const told = {
    id,
    name: id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': describedBy(id, { hint, error }),
    className: controlLook,
  } as const
  return (
    <Field id={id} label={label} hint={example ? `${hint} Example: ${example}` : hint} error={error} optional={!required}>
      {kind === 'choice' ? (
        <select {...told} defaultValue={value ?? ''}>
          <option value="">{choices?.length === 1 ? 'no' : 'not chosen'}</option>
          {choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choice === 'true' ? 'yes' : choice}
            </option>
          ))}
        </select>
      ) : kind === 'multiline-secret' || kind === 'list' ? (
        <textarea
          {...told}
          rows={kind === 'list' ? 3 : 6}
          spellCheck={false}
          autoComplete="off"
          {...(kind === 'list' && { defaultValue: value })}
        />
      ) : (
        <input
          {...told}
          type={kind === 'secret' ? 'password' : kind === 'url' ? 'url' : 'text'}
          spellCheck={false}
          autoComplete={kind === 'secret' ? 'new-password' : 'off'}
          {...(kind !== 'secret' && { defaultValue: value })}
        />
      )}
    </Field>
  )
}
