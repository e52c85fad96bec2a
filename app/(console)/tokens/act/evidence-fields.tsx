'use client'

import { useState } from 'react'
import { controlWord } from '@/components/tokens/selection/control-words.ts'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { evidenceDays } from '@/lib/model/evidence.ts'

type ErrorAt = (name: string) => string | undefined

const types = Object.entries(controlWord).map(([value, label]) => ({ value, label }))

/** A control and what shows it. */
export function ControlFields({ errorAt, today }: { errorAt: ErrorAt; today: string }) {
  const [type, setType] = useState('network')
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField
          name="type"
          id="act-type"
          label="Control"
          value={type}
          options={types}
          onChange={(event) => setType(event.target.value)}
          error={errorAt('type')}
        />
        <InputField
          name="evidencedAt"
          id="act-evidencedAt"
          label="Date of the evidence"
          type="date"
          defaultValue={today}
          max={today}
          error={errorAt('evidencedAt')}
        />
      </div>
      {type === 'revocation' ? (
        <InputField
          name="minutes"
          id="act-minutes"
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
        id="act-evidence"
        label="Evidence"
        hint={`What shows that it is there: a ticket, a policy’s name, a link. It counts for ${evidenceDays} days from its date.`}
        maxLength={2_000}
        autoComplete="off"
        error={errorAt('evidence')}
      />
    </>
  )
}

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

/** A leak: where it was found, when, and whether the token still works. `latest` is now, as a field of a date and time has it. */
export function LeakFields({ errorAt, latest }: { errorAt: ErrorAt; latest: string }) {
  return (
    <>
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField name="state" id="act-state" label="The leak is" options={states} error={errorAt('state')} />
        <SelectField name="stillValid" id="act-stillValid" label="Still valid" options={validity} error={errorAt('stillValid')} />
      </div>
      <InputField
        name="foundIn"
        id="act-foundIn"
        label="Found in"
        hint="Where: a repository and commit, a log, a page. Never the token itself."
        maxLength={1_024}
        autoComplete="off"
        error={errorAt('foundIn')}
      />
      <InputField
        name="foundAt"
        id="act-foundAt"
        label="Found at, in UTC"
        type="datetime-local"
        defaultValue={latest}
        max={latest}
        className="max-w-72"
        error={errorAt('foundAt')}
      />
    </>
  )
}
