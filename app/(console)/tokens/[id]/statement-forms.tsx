'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import type { AssignedHow } from '@/lib/model/token.ts'
import { ActForm } from './act-form.tsx'

const howWords: Readonly<Record<AssignedHow | 'file', string>> = {
  stated: 'as a person stated',
  rule: 'by a rule',
  hint: 'by the provider’s own hint',
  // A column of a file is no word of the provider.
  file: 'as the file names it',
}

type AssignmentFormProps = {
  noun: 'owner' | 'workload'
  token: string
  mark: string
  choices: readonly Choice[] | null
  chosen: Choice | null
  how: AssignedHow | 'file' | null
}

/** Assigns the owner or the workload, or takes the assignment back. */
export function AssignmentForm({ noun, token, mark, choices, chosen, how }: AssignmentFormProps) {
  return (
    <ActForm act={noun} token={token} mark={mark} label={`State the ${noun}`} verb={`State the ${noun}`}>
      {(errorAt) => (
        <ChoiceField
          key={`${chosen?.id} ${how}`}
          name={noun}
          id={`state-${noun}`}
          label={noun === 'owner' ? 'Owner' : 'Workload'}
          hint={chosen && how ? `Now ${chosen.name}, ${howWords[how]}.` : 'Now none.'}
          choices={choices}
          chosen={chosen}
          none="take the statement back: rules and hints decide"
          error={errorAt(noun)}
        />
      )}
    </ActForm>
  )
}
