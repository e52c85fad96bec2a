'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { mergeOwner } from './owner-actions.ts'

type MergeFormProps = { owner: { id: string; name: string; tokens: number }; others: readonly Choice[] | null; atLeast: boolean }

/** Two entries that are one owner: this one goes into the other. The question says what that means, and asks for the name. */
export function MergeForm({ owner, others, atLeast }: MergeFormProps) {
  return (
    <DialogButton
      kind="quiet"
      wraps
      label={`Merge ${owner.name} into another owner…`}
      title={`Merge ${owner.name} into another owner`}
      says={`${owner.name} goes: their ${leastWords(owner.tokens, atLeast)} live tokens, handles, members, workloads, rules and accounts become the other’s. This cannot be undone. A file that names them by their key means the other from then on.`}
    >
      <Confirm owner={owner} others={others} />
    </DialogButton>
  )
}

function Confirm({ owner, others }: Omit<MergeFormProps, 'atLeast'>) {
  const { state, sending, errorAt, form } = useKeptForm(mergeOwner)
  const typed = `Type “${owner.name}” to confirm`
  return (
    <form {...form} aria-label={`Merge ${owner.name}`} className="flex flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={{ to: 'Is the same as', typed: 'The name, typed' }} /> : null}
      <input type="hidden" name="id" value={owner.id} />
      <ChoiceField
        name="to"
        of="owner"
        label="Is the same as"
        choices={others?.filter(({ id }) => id !== owner.id) ?? null}
        none="choose one"
        error={errorAt('to')}
      />
      <InputField name="typed" label={typed} autoComplete="off" required maxLength={1_024} error={errorAt('typed')} />
      <DialogActions>
        <DialogCancel />
        <SubmitButton kind="danger" sending={sending} wraps>
          {`Merge ${owner.name} into the other`}
        </SubmitButton>
      </DialogActions>
    </form>
  )
}
