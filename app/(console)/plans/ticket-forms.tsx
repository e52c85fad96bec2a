'use client'

import type { ReactNode } from 'react'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { linkIssue, makeIssue, readIssueNow, unlinkIssue } from './ticket-actions.ts'

type FormsProps = { planId: string; has: 'nothing' | 'half' | 'issue'; isHere: boolean; isOn: boolean; mayMake: boolean }

/** What may be done about a plan's issue. */
export function TicketForms({ planId, has, isHere, isOn, mayMake }: FormsProps) {
  const half = has === 'half'
  const mayBeThere = half && isHere
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-2">
        {isOn && mayMake && has !== 'issue' ? <One planId={planId} act={makeIssue} verb={mayBeThere ? 'Look for it, or create it' : 'Create an issue'} /> : null}
        {isOn && isHere && has === 'issue' ? <One planId={planId} act={readIssueNow} verb="Read it now" /> : null}
        {has !== 'nothing' ? <One planId={planId} act={unlinkIssue} verb={half ? 'Leave it' : 'Unlink'} /> : null}
      </div>
      {isOn && has !== 'issue' ? (
        <One planId={planId} act={linkIssue} verb="Link an issue">
          {(error) => <InputField name="issue" label="Issue" hint="Its key, such as SEC-123, or its address." required maxLength={500} error={error} />}
        </One>
      ) : null}
    </div>
  )
} // prettier-ignore

type OneProps = { planId: string; act: typeof makeIssue; verb: string; children?: (error: string | undefined) => ReactNode }

function One({ planId, act, verb, children }: OneProps) {
  const { state, sending, errorAt, form } = useKeptForm(act)
  return (
    <form {...form} aria-label={verb} className="flex max-w-[28rem] flex-col gap-2">
      <input type="hidden" name="id" value={planId} />
      {state?.done === false ? <FormProblem state={state} labels={{ issue: 'Issue' }} /> : null}
      {children?.(errorAt('issue'))}
      <div>
        <SubmitButton sending={sending} kind="quiet">
          {verb}
        </SubmitButton>
      </div>
      <p role="status" className="text-table text-text-2">
        {state?.done ? state.value.says : null}
      </p>
    </form>
  )
}
