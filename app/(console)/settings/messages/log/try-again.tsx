'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { useKeptForm } from '../../../use-kept-form.ts'
import { tryAgain } from '../actions.ts'

/** Puts a message that was given up back into the outbox. */
export function TryAgain({ id }: { id: string }) {
  const { state, sending, form } = useKeptForm(tryAgain)
  return (
    <form {...form} className="mt-1 flex flex-col items-start gap-2">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <Button type="submit" aria-disabled={sending}>
        {sending ? 'Asking …' : 'Send again'}
      </Button>
    </form>
  )
}
