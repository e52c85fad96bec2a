'use client'

import { startTransition, useActionState, useEffect, useRef, type FormEvent } from 'react'
import type { FormState } from '@/lib/server/web/action.ts'

/**
 * A form over a server action that keeps what was typed when it is refused, and empties itself when it is done. Without
 * scripts it posts by itself. `errorAt` is what is wrong at a field; `keeps` (a standing function) says which answers are no end yet.
 */
export function useKeptForm<Done>(
  act: (before: FormState<Done>, form: FormData) => Promise<FormState<Done>>,
  keeps: (done: Done) => boolean = keepsNothing,
) {
  const [state, submit, sending] = useActionState<FormState<Done>, FormData>(act, null)
  const ref = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (state?.done && !keeps(state.value)) ref.current?.reset()
  }, [state, keeps])

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter)
    startTransition(() => submit(form))
  }

  const issues = state?.done === false ? state.issues : []
  const errorAt = (name: string) => issues.find(({ where }) => where === name)?.what
  return { state, sending, errorAt, form: { ref, action: submit, onSubmit } }
}

function keepsNothing(): boolean {
  return false
}
