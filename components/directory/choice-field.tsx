import { InputField, SelectField } from '@/components/ui/input-field.tsx'

export type Choice = { id: string; name: string; says: string | null }

type ChoiceFieldProps = {
  name: string
  /** What is chosen, where the field's name does not say so. */
  of?: 'owner' | 'workload'
  id?: string
  label: string
  /** Null where there are too many for a menu. */
  choices: readonly Choice[] | null
  chosen?: Choice | null
  /** What choosing nothing means. */
  none: string
  hint?: string
  error?: string
}

/** An owner or a workload: a menu of all there are, or, where those are too many, a name to type whole. */
export function ChoiceField({ choices, chosen = null, none, of, ...field }: ChoiceFieldProps) {
  if (choices === null) {
    const key = (of ?? field.name) === 'workload' ? 'key' : 'e-mail address'
    const hint = [field.hint, `The whole name or the ${key}, as the directory has it. Left empty: ${none}.`].filter(Boolean).join(' ')
    return <InputField {...field} hint={hint} defaultValue={chosen?.name ?? ''} autoComplete="off" maxLength={320} />
  }
  // One that left is not offered anew, but stays chosen where it was.
  const offered = chosen && !choices.some(({ id }) => id === chosen.id) ? [chosen, ...choices] : choices
  const options = [
    { value: '', label: none },
    ...offered.map(({ id, name, says }) => ({ value: id, label: says ? `${name} (${says})` : name })),
  ]
  return <SelectField {...field} defaultValue={chosen?.id ?? ''} options={options} />
}
