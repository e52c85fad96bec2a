'use client'

import { typeWords } from '@/components/acts/act-words.ts'
import { DialogActions, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import type { ProviderVerb } from '@/lib/model/provider-act.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { askProvider } from './act-actions.ts'

const labels = { reason: 'Why', typed: 'Type to confirm', tokens: 'Tokens' }

type AskFormProps = {
  verb: ProviderVerb
  ids: readonly string[]
  /** What is done, and to what: "Delete AKIA…7Q2X", "Disable 12 tokens". */
  says: string
  toType: string | null
  /** Whether somebody else has to agree first: the button then says that it only asks. */
  waits: boolean
  /** In a dialog there is something to cancel. */
  inDialog?: boolean
}

/** Why, and the confirmation where one has to be typed. */
export function AskForm({ verb, ids, says, toType, waits, inDialog }: AskFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(askProvider)
  const submit = (
    <SubmitButton sending={sending} kind={verb === 'delete' ? 'danger' : 'primary'} wraps>
      {waits ? `Ask to ${says.charAt(0).toLowerCase()}${says.slice(1)}` : says}
    </SubmitButton>
  )
  return (
    <form {...form} aria-label={says} className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="verb" value={verb} />
      {ids.map((id) => (
        <input key={id} type="hidden" name="token" value={id} />
      ))}
      {state?.done === false ? (
        <FormProblem state={state} labels={labels} names={{ reason: `${verb}-reason`, typed: `${verb}-typed` }} />
      ) : null}
      <TextField name="reason" id={`${verb}-reason`} label={labels.reason} required maxLength={1_000} rows={2} error={errorAt('reason')} />
      {toType === null ? null : (
        <InputField
          name="typed"
          id={`${verb}-typed`}
          label={labels.typed}
          hint={typeWords(toType, ids.length > 1)}
          required
          autoComplete="off"
          spellCheck={false}
          className="max-w-80"
          error={errorAt('typed')}
        />
      )}
      {inDialog ? (
        <DialogActions>
          <DialogCancel />
          {submit}
        </DialogActions>
      ) : (
        <div>{submit}</div>
      )}
    </form>
  )
}
