'use client'

import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { removeActing } from './acting-actions.ts'

/** Ends that a source may act. */
export function RemoveActing({ id }: { id: string }) {
  return (
    <div>
      <DialogButton
        label="Take the credential away…"
        title="Take the credential away?"
        says="Nothing can be disabled or deleted through this source from then on. It is destroyed here: take it back at the provider too."
      >
        <Removing id={id} />
      </DialogButton>
    </div>
  )
}

function Removing({ id }: { id: string }) {
  const { state, sending, form } = useKeptForm(removeActing)
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending}>Take it away</SubmitButton>
      </DialogActions>
    </form>
  )
}
