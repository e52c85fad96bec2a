'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field, controlLook } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { signIn } from './actions.ts'

const labels = { email: 'E-mail', password: 'Password', code: 'Code' }

/** Works without scripts too; with them the password can be shown, and the address stays after a wrong one. */
export function SignInForm({ to }: { to: string }) {
  const [state, submit, sending] = useActionState(signIn, null)
  const [shown, setShown] = useState(false)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [codeSent, setCodeSent] = useState(false)
  const codeIssue = state?.done === false ? state.issues.find(({ where }) => where === 'code') : undefined
  return (
    <form action={submit} onSubmit={() => setCodeSent(codeIssue !== undefined)} className="flex flex-col gap-4">
      {/* The first question for the code is the next step and no mistake: then the focus goes to its field. */}
      {state?.done === false && (!codeIssue || (codeSent && !sending)) ? <FormProblem state={state} labels={labels} /> : null}
      <input type="hidden" name="to" value={to} />
      <Field id="email" label={labels.email}>
        <input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          className={controlLook}
        />
      </Field>
      <Field id="password" label={labels.password}>
        <input
          id="password"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          required
          maxLength={1_000}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          className={controlLook}
        />
      </Field>
      {codeIssue ? (
        <InputField
          name="code"
          label={labels.code}
          autoComplete="one-time-code"
          autoFocus
          required
          maxLength={40}
          hint="Six digits of your authenticator app, or one of your recovery codes."
          error={codeIssue.what}
        />
      ) : null}
      <div className="flex justify-between gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending}>
          {sending ? 'Signing in …' : 'Sign in'}
        </Button>
        <Button kind="bare" aria-pressed={shown} aria-controls="password" onClick={() => setShown(!shown)}>
          Show password
        </Button>
      </div>
    </form>
  )
}
