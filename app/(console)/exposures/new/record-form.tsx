'use client'

import { useEffect, useRef } from 'react'
import { Combobox } from '@/components/ui/combobox.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { recordByHand } from '../exposure-actions.ts'

const labels = {
  foundIn: 'Found in',
  foundAt: 'Found at (UTC)',
  url: 'Link to it',
  token: 'The token',
  secret: 'The secret itself',
  kind: 'Its kind',
  tail: 'Its last characters',
  stillValid: 'Does it still work?',
}

/** `latest` is now, as a field of a date and time has it; `kinds`: the kinds that there are to choose from. */
export function RecordForm({ latest, kinds }: { latest: string; kinds: readonly { value: string; label: string }[] }) {
  const { state, sending, errorAt, form } = useKeptForm(recordByHand)
  const secret = useRef<HTMLInputElement>(null)
  // What is refused keeps what was typed, but for this: it does not stay in the page.
  useEffect(() => {
    if (state && secret.current) secret.current.value = ''
  }, [state])
  return (
    <form {...form} aria-label="Record a leak" className="flex max-w-[40rem] flex-col gap-5">
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      <InputField name="foundIn" label={labels.foundIn} required maxLength={1_000} hint="A repository with path and line, a ticket, a chat, an image." error={errorAt('foundIn')} />
      <div className="grid gap-5 sm:grid-cols-2">
        <InputField name="foundAt" label={labels.foundAt} type="datetime-local" required max={latest} defaultValue={latest} error={errorAt('foundAt')} />
        <SelectField
          name="stillValid"
          label={labels.stillValid}
          error={errorAt('stillValid')}
          options={[
            { value: 'not-reported', label: 'not checked' },
            { value: 'yes', label: 'yes' },
            { value: 'no', label: 'no' },
          ]}
        />
      </div>
      <InputField name="url" label={labels.url} type="url" optional maxLength={2_000} hint="Without a query: an address may hold a secret of its own." error={errorAt('url')} />
      <fieldset className="flex flex-col gap-5 rounded-panel border border-line p-4">
        <legend className="px-1 font-medium">Which one it is: one of these is enough</legend>
        <Combobox name="token" label={labels.token} optional url="/api/v1/exposure-tokens" placeholder="billing-export, AKIA…7Q2X" hint="Type a few letters of its name, its id or its last characters, and choose it; or paste the address of its page here." error={errorAt('token')} />
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField name="kind" label={labels.kind} optional options={[{ value: '', label: 'not known' }, ...kinds]} error={errorAt('kind')} />
          <InputField name="tail" label={labels.tail} optional maxLength={8} hint="Four to eight of them." error={errorAt('tail')} autoComplete="off" spellCheck={false} />
        </div>
        <InputField
          ref={secret}
          name="secret"
          type="password"
          label={labels.secret}
          optional
          hint="Hashed with a key at the server and dropped: it is stored nowhere, and nobody can read it back. Only where you have nothing else."
          error={errorAt('secret')}
          autoComplete="new-password"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
        />
      </fieldset>
      <div>
        <SubmitButton sending={sending} kind="primary">
          Record the leak
        </SubmitButton>
      </div>
    </form>
  )
} // prettier-ignore
