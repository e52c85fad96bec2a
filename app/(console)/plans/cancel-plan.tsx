'use client'

import { DialogButton, DialogActions, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { actOnThePlan } from './plan-actions.ts'
import type { FormPlan } from './plan-form.tsx'

/** Calls a plan off, after its consequence was read and a reason given. */
export function CancelPlan({ plan, words }: { plan: FormPlan; words: { link: string; verb: string; says: string } }) {
  return (
    <DialogButton label={words.link} title={words.verb} says={words.says} className="min-h-11 md:min-h-8">
      <CancelForm plan={plan} verb={words.verb} />
    </DialogButton>
  )
}

function CancelForm({ plan, verb }: { plan: FormPlan; verb: string }) {
  const { state, sending, errorAt, form } = useKeptForm(actOnThePlan)
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={plan.id} />
      <input type="hidden" name="version" value={plan.version} />
      <input type="hidden" name="home" value={plan.home} />
      <input type="hidden" name="do" value="cancel" />
      {state?.done === false ? <FormProblem state={state} labels={{ why: 'Why' }} /> : null}
      <TextField name="why" id="cancel-why" label="Why" required maxLength={2_000} rows={2} error={errorAt('why')} />
      <DialogActions>
        <DialogCancel>Keep it</DialogCancel>
        <SubmitButton sending={sending} kind="danger" wraps>
          {verb}
        </SubmitButton>
      </DialogActions>
    </form>
  )
}
