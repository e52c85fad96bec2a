'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { checkAudit } from './actions.ts'

export function CheckNow() {
  const { state, sending, form } = useKeptForm(checkAudit)
  return (
    <form {...form} className="flex flex-wrap items-center gap-3">
      <Button type="submit" aria-disabled={sending}>
        {sending ? 'Checking every entry …' : 'Verify now'}
      </Button>
      {state?.done === false ? <FormProblem state={state} /> : null}
    </form>
  )
}
