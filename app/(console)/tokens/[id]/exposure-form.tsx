'use client'

import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { stateExposure } from './state-actions.ts'
import { StatementEnd } from './statement-end.tsx'

const states = [
  { value: 'confirmed', label: 'confirmed: it was there to be read' },
  { value: 'suspected', label: 'suspected' },
  { value: 'abuse', label: 'abused: somebody used it' },
]

const validity = [
  { value: 'not-reported', label: 'not checked' },
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
]

/** A leak: where it was found, when, and whether the token still works. */
export function ExposureForm({ token, latest }: { token: string; latest: string }) {
  const { state, sending, errorAt, form } = useKeptForm(stateExposure)
  return (
    <form {...form} aria-label="Record a leak" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField name="state" label="The leak is" options={states} error={errorAt('state')} />
        <SelectField name="stillValid" label="Still valid" options={validity} error={errorAt('stillValid')} />
      </div>
      <InputField
        name="foundIn"
        label="Found in"
        hint="Where: a repository and commit, a log, a page. Never the token itself."
        maxLength={1_024}
        autoComplete="off"
        error={errorAt('foundIn')}
      />
      <InputField
        name="foundAt"
        label="Found at, in UTC"
        type="datetime-local"
        defaultValue={latest}
        max={latest}
        className="max-w-72"
        error={errorAt('foundAt')}
      />
      <StatementEnd state={state} sending={sending} verb="Record the leak" />
    </form>
  )
}
