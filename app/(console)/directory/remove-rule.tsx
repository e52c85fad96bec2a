'use client'

import { useActionState } from 'react'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EditPanel } from '@/components/ui/edit-panel.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { dropRule } from './actions.ts'

/** Takes a rule away, after its consequence was read. */
export function RemoveRule({ id, name, assigns }: { id: string; name: string; assigns: number }) {
  const [state, submit, sending] = useActionState(dropRule, null)
  const lets =
    assigns === 0 ? 'It assigns nothing at present.' : `It lets go of ${countWords(assigns)} live tokens, which the other rules and the hints decide again.`
  return (
    <EditPanel title={`Remove “${name}”?`} says={`${lets} The rule can be added again.`}>
      <form action={submit} aria-label={`Remove ${name}`} className="flex flex-col gap-3">
        <input type="hidden" name="id" value={id} />
        {state?.done === false ? <FormProblem state={state} /> : null}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" aria-disabled={sending} className="max-w-full py-1 whitespace-normal">
            {sending ? 'Removing …' : `Remove rule ${name}`}
          </Button>
          <LinkButton href="/directory/rules">Cancel</LinkButton>
        </div>
      </form>
    </EditPanel>
  )
} // prettier-ignore
