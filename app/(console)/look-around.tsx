'use client'

import { useActionState } from 'react'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { lookAround } from './start-actions.ts'

/** Asks for the made-up company, or says why it cannot be had here. */
export function LookAround({ refused }: { refused: string | null }) {
  const [state, submit] = useActionState(lookAround, null)
  return (
    <form action={submit} className="flex flex-col gap-2">
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div>
        <SubmitButton kind="quiet" disabled={refused !== null} aria-describedby={refused ? 'no-demo' : undefined}>
          Look around the demo
        </SubmitButton>
      </div>
      {refused ? (
        <p id="no-demo" className="text-table text-text-2">
          {refused}
        </p>
      ) : null}
    </form>
  )
}
