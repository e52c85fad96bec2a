'use client'

import { useActionState } from 'react'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { putStepsAway } from './start-actions.ts'

/** Ends the checklist for everybody. */
export function PutStepsAway({ label }: { label: string }) {
  const [state, submit] = useActionState(putStepsAway, null)
  return (
    <form action={submit}>
      {state?.done === false ? <FormProblem state={state} /> : null}
      <SubmitButton kind="bare">{label}</SubmitButton>
    </form>
  )
}
