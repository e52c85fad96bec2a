'use client'

import { useActionState, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field, controlLook } from '@/components/ui/field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { signIn } from './actions.ts'

/** Works without scripts too; with them the password can be shown, and the address stays after a wrong one. */
export function SignInForm({ to }: { to: string }) {
  const [state, submit, sending] = useActionState(signIn, null)
  const [shown, setShown] = useState(false)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const asksCode = state?.done === false && state.issues.some(({ where }) => where === 'code')
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state?.done === false ? <Notice tone="error" role="alert" title={state.message} /> : null}
      <input type="hidden" name="to" value={to} />
      <Field id="email" label="E-mail">
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
      <Field id="password" label="Password">
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
      {asksCode ? (
        <Field id="code" label="Code" hint="Six digits of your authenticator app, or one of your recovery codes.">
          <input
            id="code"
            name="code"
            autoComplete="one-time-code"
            autoFocus
            required
            maxLength={40}
            aria-describedby="code-hint"
            className={controlLook}
          />
        </Field>
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
