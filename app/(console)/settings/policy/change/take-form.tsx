'use client'

import { datesSentence, plansSentence } from '@/components/policy/policy-words.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import type { Policy } from '@/lib/model/policy.ts'
import { policyFields, policyNames } from '@/lib/model/policy-fields.ts'
import { useKeptForm } from '../../../use-kept-form.ts'
import { takeThePolicy } from '../actions.ts'
import type { ShownPreview } from '../shown-preview.ts'

const always = () => true
const labels = { why: 'Why', ...Object.fromEntries(policyNames.map((name) => [name, policyFields[name].label])) }

/** Why it is changed, and the button that takes it. What it would do otherwise than was shown is shown first. */
export function TakeForm({ values, preview, why }: { values: Policy; preview: ShownPreview; why: string }) {
  const { state, sending, errorAt, form } = useKeptForm(takeThePolicy, always)
  const other = state?.done ? state.value : null
  const { number, sums, plans } = other ?? preview
  const seen = { number, earlier: sums.earlier, later: sums.later, overdue: sums.overdue, plans: plans.then }
  return (
    <form {...form} aria-label="Take this policy" className="flex max-w-[40rem] flex-col gap-4">
      {policyNames.map((name) => (
        <input key={name} type="hidden" name={name} value={values[name]} />
      ))}
      {Object.entries(seen).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {other ? (
        <Notice tone="warning" role="alert" title="It would do something else than was shown. Nothing was changed yet.">
          <p>{datesSentence(other.sums)}</p>
          <p>{plansSentence(other.plans)}</p>
          {other.number === preview.number ? null : <p>Somebody changed the policy meanwhile: this takes the place of theirs.</p>}
        </Notice>
      ) : null}
      <TextField
        name="why"
        label="Why"
        hint="It is kept with the version and stands in the audit."
        required
        maxLength={2_000}
        defaultValue={why}
        error={errorAt('why')}
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton sending={sending} wraps className="min-h-11 md:min-h-8">
          Take this policy
        </SubmitButton>
        <LinkButton href="/settings/policy" className="min-h-11 md:min-h-8">
          Cancel
        </LinkButton>
      </div>
    </form>
  )
}
