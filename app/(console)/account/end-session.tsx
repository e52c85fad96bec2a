'use client'

import { Button } from '@/components/ui/button.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { endOthers, endSession } from './actions.ts'

export function EndSessionButton({ id }: { id: string }) {
  const { state, sending, form } = useKeptForm(endSession)
  return (
    <form {...form}>
      <input type="hidden" name="session" value={id} />
      {state?.done === false ? <p role="alert">{state.message}</p> : null}
      <Button type="submit" aria-disabled={sending}>
        End session
      </Button>
    </form>
  )
}

export function EndOthersButton({ count }: { count: number }) {
  const { state, sending, form } = useKeptForm(endOthers)
  return (
    <form {...form} className="mt-3">
      {state?.done === false ? <p role="alert">{state.message}</p> : null}
      <Button type="submit" aria-disabled={sending}>
        {count === 1 ? 'End the other session' : `End the ${count} other sessions`}
      </Button>
    </form>
  )
}
