'use client'

import { stepAsks } from '@/components/exposures/exposure-words.ts'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import type { StatedStep } from '@/lib/model/leak.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { sayStep, withdrawStep } from '../exposure-actions.ts'

type StepOf = { id: string; version: number; step: StatedStep }

/** States a step that no provider shows, with what shows it. */
export function StateStep({ id, version, step }: StepOf) {
  const { verb } = stepAsks[step]
  return (
    <DialogButton label={`${verb}…`} title={`${verb}?`} says="What you write stands beside it with your name. Give what shows it, never the secret.">
      <StateForm id={id} version={version} step={step} />
    </DialogButton>
  )
} // prettier-ignore

function StateForm({ id, version, step }: StepOf) {
  const { state, sending, errorAt, form } = useKeptForm(sayStep)
  const { verb, label, hint } = stepAsks[step]
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="step" value={step} />
      {state?.done === false ? <FormProblem state={state} labels={{ note: label }} /> : null}
      <TextField name="note" label={label} hint={hint} required maxLength={2_000} error={errorAt('note')} />
      {step === 'review' ? <Checkbox name="abused" label="Somebody else used it" /> : null}
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending}>{verb}</SubmitButton>
      </DialogActions>
    </form>
  )
}

/** Takes back what was said of a step. */
export function WithdrawStep({ id, version, step }: StepOf) {
  const { state, sending, form } = useKeptForm(withdrawStep)
  return (
    <form {...form} aria-label="Take it back" className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="step" value={step} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <SubmitButton sending={sending} kind="quiet">
        Take this back
      </SubmitButton>
    </form>
  )
}
