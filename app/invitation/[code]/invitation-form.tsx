'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { choosePassword } from './actions.ts'

/** One field, as a password manager fills it. Works without scripts too. */
export function InvitationForm({ code, email, to }: { code: string; email: string; to: string }) {
  const [state, submit, sending] = useActionState(choosePassword, null)
  const [shown, setShown] = useState(false)
  const issue = state?.done === false ? state.issues.find(({ where }) => where === 'password') : undefined
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={{ password: 'Password' }} /> : null}
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <InputField
        name="password"
        label="Password"
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        hint="At least 12 characters. Any of them."
        required
        maxLength={200}
        error={issue?.what}
      />
      <div className="flex justify-between gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending}>
          {sending ? 'Setting it …' : 'Set the password and sign in'}
        </Button>
        <Button kind="bare" aria-pressed={shown} aria-controls="password" onClick={() => setShown(!shown)}>
          Show password
        </Button>
      </div>
    </form>
  )
}
