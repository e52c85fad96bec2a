'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { decide } from '../exception-actions.ts'

const labels = { endsAt: 'Approve until', note: 'Reason' }

type DecisionFormProps = {
  id: string
  version: number
  /** The last day it may hold, which is what was asked for, and the first; as a field of a date has them. */
  until: string
  earliest: string
  /** Why it can be refused only; null where it can be approved as well. */
  lacking: string | null
}

/** Approve until a day, or refuse with a reason. */
export function DecisionForm({ id, version, until, earliest, lacking }: DecisionFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(decide)
  return (
    <form {...form} aria-label="Decide" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      <InputField
        name="endsAt"
        label={labels.endsAt}
        type="date"
        min={earliest}
        max={until}
        defaultValue={until}
        hint="Not later than what was asked for."
        error={errorAt('endsAt')}
        className="max-w-64"
      />
      <TextField name="note" label={labels.note} maxLength={2_000} hint="Needed to refuse; whoever asked reads it." error={errorAt('note')} />
      {lacking ? (
        <p id="why-not-approve" className="text-text-2">
          {lacking}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value="approve" kind="primary" disabled={lacking !== null} aria-describedby={lacking ? 'why-not-approve' : undefined} aria-disabled={sending}>
          {sending ? 'Saving …' : 'Approve the exception'}
        </Button>
        <Button type="submit" name="intent" value="refuse" aria-disabled={sending}>
          Refuse the exception
        </Button>
      </div>
    </form>
  )
} // prettier-ignore

/** The same for somebody who has the role and yet may not decide on this one: why stands beside. */
export function DecisionRefused({ why }: { why: string }) {
  return (
    <div className="flex max-w-[40rem] flex-col gap-2">
      <p id="why-not">{why}</p>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" disabled aria-describedby="why-not">
          Approve the exception
        </Button>
        <Button disabled aria-describedby="why-not">
          Refuse the exception
        </Button>
      </div>
    </div>
  )
}
