'use client'

import { useEffect } from 'react'
import { announce } from '@/components/ui/announce.ts'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { checkAudit } from './actions.ts'

/** Walks the chain. What it found stands on the page, at the top and with its time; it is said as well, since the page looks much the same. */
export function CheckNow() {
  const { state, sending, form } = useKeptForm(checkAudit)
  const found = state?.done ? state.value : null

  useEffect(() => {
    if (found)
      announce(
        found.intact ? `Checked: the chain is intact to entry ${found.entry}.` : `Checked: the audit was altered at entry ${found.entry}.`,
      )
  }, [found])

  return (
    <form {...form} className="flex flex-wrap items-center gap-3">
      {state?.done === false ? <FormProblem state={state} /> : null}
      <SubmitButton kind="quiet" sending={sending}>
        {sending ? 'Checking every entry' : 'Verify now'}
      </SubmitButton>
    </form>
  )
}
