'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { savePassword } from './actions.ts'

export function PasswordForm({ email }: { email: string }) {
  const { state, sending, errorAt, form } = useKeptForm(savePassword)
  return (
    <form {...form} aria-label="Password" className="flex max-w-sm flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={{ current: 'Present password', password: 'New password' }} /> : null}
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <InputField name="current" label="Present password" type="password" autoComplete="current-password" required maxLength={1_000} error={errorAt('current')} />
      <InputField name="password" label="New password" type="password" autoComplete="new-password" required maxLength={200} hint="At least 12 characters. Any of them." error={errorAt('password')} />
      {state?.done ? <Notice tone="success" role="status" title="Your password is changed, and your other sessions have ended." /> : null}
      <Button type="submit" aria-disabled={sending} className="self-start">
        Change password
      </Button>
    </form>
  )
} // prettier-ignore
