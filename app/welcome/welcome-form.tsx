'use client'

import { type ComponentProps, useActionState, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field, controlLook, describedBy } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { makeFirst } from './actions.ts'

const fields = [
  {
    name: 'code',
    label: 'One-time code',
    hint: 'It is printed in the terminal where Standdown was started.',
    type: 'text',
    autoComplete: 'off',
  },
  { name: 'name', label: 'Your name', type: 'text', autoComplete: 'name' },
  { name: 'email', label: 'E-mail', hint: 'You sign in with it.', type: 'email', autoComplete: 'username' },
  { name: 'password', label: 'Password', hint: 'At least 12 characters. Any of them.', type: 'password', autoComplete: 'new-password' },
] as const satisfies readonly (ComponentProps<'input'> & { name: string; label: string; hint?: string })[]

const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]))

/** The form that makes the first administrator. What was typed stays when something is wrong; the password alone does not. */
export function WelcomeForm({ code }: { code: string }) {
  const [state, submit, sending] = useActionState(makeFirst, null)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({ code })
  const issues = state?.done === false ? state.issues : []
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {fields.map(({ name, label, type, autoComplete, ...rest }) => {
        const hint = 'hint' in rest ? rest.hint : undefined
        const error = issues.find(({ where }) => where === name)?.what
        const kept = name === 'password' ? {} : { value: typed[name] ?? '' }
        return (
          <Field key={name} id={name} label={label} hint={hint} error={error}>
            <input
              id={name}
              name={name}
              type={type}
              autoComplete={autoComplete}
              required
              aria-invalid={error !== undefined || undefined}
              aria-describedby={describedBy(name, { hint, error })}
              {...kept}
              onChange={(event) => name !== 'password' && setTyped({ ...typed, [name]: event.target.value })}
              className={controlLook}
            />
          </Field>
        )
      })}
      <Button type="submit" kind="primary" aria-disabled={sending}>
        {sending ? 'Making the account …' : 'Make the administrator'}
      </Button>
    </form>
  )
}
