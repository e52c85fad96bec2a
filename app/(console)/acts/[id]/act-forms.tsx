'use client'

import { typeWords } from '@/components/acts/act-words.ts'
import { Button } from '@/components/ui/button.tsx'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import type { ProviderVerb } from '@/lib/model/provider-act.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { decideRequest, resumeAct, reviewRequest, withdrawRequest } from '../act-actions.ts'

const labels = { note: 'Note', typed: 'Type to confirm' }

/** The second person's word. */
export function DecideForm({ id, says }: { id: string; says: string }) {
  const { state, sending, errorAt, form } = useKeptForm(decideRequest)
  return (
    <form {...form} aria-label="Decide" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      <TextField name="note" label={labels.note} maxLength={2_000} rows={2} hint="Needed to refuse; whoever asked reads it." error={errorAt('note')} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value="approve" kind="primary" aria-disabled={sending} wraps>
          {sending ? 'Saving …' : `Approve: ${says}`}
        </Button>
        <Button type="submit" name="intent" value="refuse" aria-disabled={sending}>
          Refuse it
        </Button>
      </div>
    </form>
  )
} // prettier-ignore

/** Confirms that somebody else has looked. */
export function ReviewForm({ id }: { id: string }) {
  const { state, sending, errorAt, form } = useKeptForm(reviewRequest)
  return (
    <form {...form} aria-label="Review" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      <TextField name="note" label={labels.note} optional maxLength={2_000} rows={2} error={errorAt('note')} />
      <div>
        <SubmitButton sending={sending}>Confirm the review</SubmitButton>
      </div>
    </form>
  )
}

/** Takes back what was not sent yet. */
export function WithdrawForm({ id }: { id: string }) {
  return (
    <DialogButton label="Withdraw it…" title="Withdraw it?" says="What was not sent yet never is. It can be asked for again.">
      <Withdrawing id={id} />
    </DialogButton>
  )
}

function Withdrawing({ id }: { id: string }) {
  const { state, sending, form } = useKeptForm(withdrawRequest)
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending}>Withdraw it</SubmitButton>
      </DialogActions>
    </form>
  )
}

type ResumeFormProps = {
  id: string
  verb: ProviderVerb
  of: string
  /** What comes of it, and whose word it takes, as it is said the first time. */
  says: string
  toType: string | null
  waits: boolean
}

/** Lets one act go on: asked as the first time. */
export function ResumeForm({ of, verb, says, ...asked }: ResumeFormProps) {
  return (
    <DialogButton
      label="Look again and go on…"
      aria-label={`Look again and go on: ${of}…`}
      title={`Go on: ${verb} ${of}?`}
      says={`It is looked at first, and sent again only where it still has to be. ${says}`}
      kind="quiet"
      wraps
    >
      <Resuming of={of} verb={verb} {...asked} />
    </DialogButton>
  )
}

function Resuming({ id, verb, of, toType, waits }: Omit<ResumeFormProps, 'says'>) {
  const { state, sending, errorAt, form } = useKeptForm(resumeAct)
  const typed = `resume-${id}-typed`
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} labels={labels} names={{ typed }} /> : null}
      {toType === null ? null : (
        <InputField
          name="typed"
          id={typed}
          label={labels.typed}
          hint={typeWords(toType, false)}
          required
          autoComplete="off"
          spellCheck={false}
          className="max-w-80"
          error={errorAt('typed')}
        />
      )}
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending} kind={verb === 'delete' ? 'danger' : 'primary'} wraps>
          {waits ? `Ask to go on: ${of}` : `Go on: ${of}`}
        </SubmitButton>
      </DialogActions>
    </form>
  )
}
