'use client'

import { useState } from 'react'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { stateControl } from './state-actions.ts'
import { StatementEnd } from './statement-end.tsx'

const types = [
  { value: 'network', label: 'Network confinement' },
  { value: 'revocation', label: 'Revocation drill' },
  { value: 'monitoring', label: 'Use monitoring' },
  { value: 'secret-scanning', label: 'Secret scanning' },
  { value: 'audience', label: 'Audience restriction' },
  { value: 'vaulting', label: 'Vaulting' },
]

/** A control with its evidence, which counts for 90 days. */
export function ControlForm({ token, today }: { token: string; today: string }) {
  const { state, sending, errorAt, form } = useKeptForm(stateControl)
  const [type, setType] = useState('network')
  return (
    <form {...form} onReset={() => setType('network')} aria-label="Record a control" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField
          name="type"
          label="Control"
          options={types}
          onChange={(event) => setType(event.target.value)}
          error={errorAt('type')}
        />
        <InputField
          name="evidencedOn"
          label="Date of the evidence"
          type="date"
          defaultValue={today}
          max={today}
          error={errorAt('evidencedOn') ?? errorAt('evidencedAt')}
        />
      </div>
      {type === 'revocation' ? (
        <InputField
          name="minutes"
          label="Minutes it took"
          type="number"
          min={0}
          max={100_000}
          hint="From the decision until the token no longer worked."
          error={errorAt('minutes')}
        />
      ) : null}
      <InputField
        name="evidence"
        label="Evidence"
        hint="What shows that it is there: a ticket, a policy’s name, a link. It counts for 90 days from its date."
        maxLength={2_000}
        autoComplete="off"
        error={errorAt('evidence')}
      />
      <StatementEnd state={state} sending={sending} verb="Record the control" />
    </form>
  )
}
