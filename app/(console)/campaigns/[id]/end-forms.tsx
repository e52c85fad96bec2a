'use client'

import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { closeTheCampaign, endTheSeries, moveTheDate } from '../campaign-actions.ts'

type EndFormProps = { id: string; version: number; says: string }

/** Closes a review, after its consequence was read. */
export function CloseReview({ says, ...of }: EndFormProps) {
  return (
    <DialogButton label="Close the review" title="Close the review" says={says} className="min-h-11 md:min-h-8">
      <EndForm {...of} act={closeTheCampaign} verb="Close it now" keep="Leave it open" />
    </DialogButton>
  )
}

type MoveProps = EndFormProps & { days: { today: string; due: string; last: string } }

/** Gives a review another date, with the reason. */
export function MoveReview({ says, ...of }: MoveProps) {
  return (
    <DialogButton label="Change its date" title="Change its date" says={says} className="min-h-11 md:min-h-8">
      <MoveForm {...of} />
    </DialogButton>
  )
}

function MoveForm({ id, version, days }: Omit<MoveProps, 'says'>) {
  const { state, sending, errorAt, form } = useKeptForm(moveTheDate)
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} labels={{ dueAt: 'Due', says: 'Why' }} /> : null}
      <InputField name="dueAt" label="Due" type="date" required min={days.today} max={days.last} defaultValue={days.due} className="max-w-56" error={errorAt('dueAt')} />
      <TextField name="says" label="Why" required maxLength={2_000} rows={2} error={errorAt('says')} />
      <DialogActions>
        <DialogCancel>Leave its date</DialogCancel>
        <SubmitButton sending={sending} wraps>
          Move it
        </SubmitButton>
      </DialogActions>
    </form>
  )
} // prettier-ignore

/** Ends a series, after its consequence was read. */
export function EndSeries({ says, ...of }: EndFormProps) {
  return (
    <DialogButton label="Stop repeating it" title="Stop repeating it" says={says} className="min-h-11 md:min-h-8">
      <EndForm {...of} act={endTheSeries} verb="Open no further one" keep="Go on repeating" />
    </DialogButton>
  )
}

type Act = typeof closeTheCampaign

function EndForm({ id, version, act, verb, keep }: { id: string; version: number; act: Act; verb: string; keep: string }) {
  const { state, sending, form } = useKeptForm(act)
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <DialogActions>
        <DialogCancel>{keep}</DialogCancel>
        <SubmitButton sending={sending} wraps>
          {verb}
        </SubmitButton>
      </DialogActions>
    </form>
  )
}
