'use client'

import { useActionState, useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { acceptAll, decideTicked } from './suggestion-actions.ts'

/** The list with a tick at each line, and what to do with those that are ticked. It works before any script has run. */
export function TickedForm({ show, children }: { show: string | null; children: ReactNode }) {
  const [state, submit, sending] = useActionState(decideTicked, null)
  const [ticked, setTicked] = useState<number | null>(null)

  function count({ currentTarget }: FormEvent<HTMLFormElement>) {
    setTicked(new FormData(currentTarget).getAll('chosen').length)
  }

  function tickAll(form: HTMLFormElement | null, on: boolean) {
    if (!form) return
    for (const box of form.querySelectorAll<HTMLInputElement>('input[name="chosen"]')) box.checked = on && box.offsetParent !== null
    setTicked(new FormData(form).getAll('chosen').length)
  }

  return (
    <form action={submit} onChange={count} aria-label="Suggestions">
      {show ? <input type="hidden" name="show" value={show} /> : null}
      {state?.done === false ? (
        <div className="mb-3">
          <FormProblem state={state} />
        </div>
      ) : null}
      {children}
      <div className="sticky bottom-2 z-10 max-md:bottom-18 mt-3 flex flex-wrap items-center gap-2 rounded-panel border border-line bg-bg p-2 shadow-(--shadow-float)">
        <p role="status" className="px-1 text-table text-text-2">
          {ticked === null ? 'Tick those that are right.' : ticked === 1 ? '1 ticked' : `${countWords(ticked)} ticked`}
        </p>
        <Button onClick={({ currentTarget }) => tickAll(currentTarget.form, true)}>Tick this page</Button>
        {ticked ? <Button kind="bare" onClick={({ currentTarget }) => tickAll(currentTarget.form, false)}>Clear</Button> : null}
        <Button type="submit" name="intent" value="accept" kind="primary" aria-disabled={sending} className="ml-auto">
          {sending ? 'Saving …' : 'Accept ticked'}
        </Button>
        <Button type="submit" name="intent" value="refuse" aria-disabled={sending}>
          Refuse ticked
        </Button>
      </div>
    </form>
  )
} // prettier-ignore

/** All of one kind at once: the sentence says whom it gives what, and the button repeats the number. */
export function AcceptAllForm({ evidence, word, count }: { evidence: string; word: string; count: number }) {
  const [state, submit, sending] = useActionState(acceptAll, null)
  return (
    <form action={submit} aria-label={`Accept all by ${word}`} className="mb-3 flex flex-wrap items-center gap-3 rounded-panel border border-line bg-panel p-3">
      {state?.done === false ? <div className="basis-full"><FormProblem state={state} /></div> : null}
      <input type="hidden" name="evidence" value={evidence} />
      <input type="hidden" name="expected" value={count} />
      <p className="max-w-[72ch] basis-full text-table text-text-2 md:flex-1 md:basis-0">
        Accepting states the owner of each token, which stands above every rule and hint. You can state another owner on the token’s page.
      </p>
      <Button type="submit" aria-disabled={sending}>
        {sending ? 'Saving …' : `Accept all ${countWords(count)} by ${word}`}
      </Button>
    </form>
  )
} // prettier-ignore
