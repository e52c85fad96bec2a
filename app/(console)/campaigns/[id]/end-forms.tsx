'use client'

import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { closeTheCampaign, endTheSeries } from '../campaign-actions.ts'

type EndFormProps = { id: string; version: number; says: string }

/** Closes a review, after its consequence was read. */
export function CloseReview({ says, ...of }: EndFormProps) {
  return (
    <DialogButton label="Close the review" title="Close the review" says={says} className="min-h-11 md:min-h-8">
      <EndForm {...of} act={closeTheCampaign} verb="Close it now" keep="Leave it open" />
    </DialogButton>
  )
}

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
