'use client'

import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { withdraw } from '../exception-actions.ts'

type WithdrawProps = { id: string; version: number; holds: boolean; names: string }

/** Takes the exception back, after its consequence was read. */
export function Withdraw({ id, version, holds, names }: WithdrawProps) {
  const verb = holds ? 'End the exception now' : 'Withdraw the request'
  return (
    <DialogButton
      label={`${verb}…`}
      title={`${verb}?`}
      says={
        holds
          ? `Nothing of ${names} is accepted from then on: its act-by date stands, and its plans go on. It cannot be undone; another one can be asked for.`
          : `Nobody can approve it any more. Another one can be asked for.`
      }
    >
      <WithdrawForm id={id} version={version} verb={verb} />
    </DialogButton>
  )
}

function WithdrawForm({ id, version, verb }: { id: string; version: number; verb: string }) {
  const { state, sending, form } = useKeptForm(withdraw)
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending}>{verb}</SubmitButton>
      </DialogActions>
    </form>
  )
}
