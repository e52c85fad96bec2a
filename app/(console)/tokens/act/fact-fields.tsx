'use client'

import { useState } from 'react'
import { statedFactWord } from '@/components/tokens/selection/stated-words.ts'
import { agentWord, bindingWord, levelWord, reachWord, sensitivityWord } from '@/components/tokens/fact-words.ts'
import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import type { StatedFactName } from '@/lib/model/stated-fact.ts'

type FieldsProps = { errorAt: (name: string) => string | undefined; today: string; facts?: readonly StatedFactName[] }

const day = 86_400_000
const every = Object.keys(statedFactWord) as readonly StatedFactName[]

/** What a person states: the fact, its value, how they know, and when somebody is to look again. */
export function FactFields({ errorAt, today, facts = every }: FieldsProps) {
  const [fact, setFact] = useState<StatedFactName>(facts[0] ?? 'expires')
  const inDays = (days: number) => new Date(Date.parse(today) + days * day).toISOString().slice(0, 10)
  return (
    <>
      <SelectField
        name="fact"
        id="act-fact"
        label="Fact"
        value={fact}
        onChange={(event) => setFact(event.target.value as StatedFactName)}
        options={facts.map((value) => ({ value, label: statedFactWord[value] }))}
        error={errorAt('fact')}
      />
      <ValueField key={fact} fact={fact} today={today} error={errorAt('value')} />
      <InputField
        name="note"
        id="act-note"
        label="How do you know?"
        hint="Who or what told you: a ticket, the vendor’s answer, a configuration. It stands beside the fact."
        maxLength={1_000}
        autoComplete="off"
        error={errorAt('note')}
      />
      <InputField
        name="reviewAt"
        id="act-reviewAt"
        label="Review on"
        hint="From this day on it no longer counts, unless somebody states it again. Within a year."
        type="date"
        defaultValue={inDays(90)}
        min={inDays(1)}
        max={inDays(365)}
        className="max-w-56"
        error={errorAt('reviewAt')}
      />
    </>
  )
}

const choices: Partial<Record<StatedFactName, Readonly<Record<string | number, string>>>> = {
  binding: Object.fromEntries(Object.entries(bindingWord).filter(([binding]) => binding !== 'not-reported')),
  popVerified: { yes: 'yes, it is checked at each use', no: 'no, nobody checks it' },
  sensitivity: sensitivityWord,
  agent: agentWord,
  storage: { vault: 'a vault', plaintext: 'plain text' },
}

function ValueField({ fact, today, error }: { fact: StatedFactName; today: string; error: string | undefined }) {
  const label = fact === 'consumers' ? 'Used by, one name a line' : 'Value'
  const options = choices[fact]
  if (options)
    return <SelectField name="value" id="act-value" label={label} options={optionsOf(options)} error={error} className="max-w-80" />
  if (fact === 'scope')
    return (
      <div className="grid gap-3 md:grid-cols-2">
        <SelectField name="level" id="act-level" label="What it can do" options={optionsOf(levelWord)} error={error} />
        <SelectField name="reach" id="act-reach" label="How far" options={optionsOf(reachWord)} />
      </div>
    )
  if (fact === 'consumers')
    return (
      <Field id="act-value" label={label} error={error}>
        <textarea id="act-value" name="value" rows={3} aria-describedby={describedBy('act-value', { error })} aria-invalid={error !== undefined || undefined} className={controlLook} />
      </Field>
    ) // prettier-ignore
  if (fact === 'thirdParty')
    return (
      <InputField
        name="value"
        id="act-value"
        label={label}
        hint="Who holds it on the other side."
        maxLength={320}
        autoComplete="off"
        error={error}
      />
    )
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <InputField
        name="value"
        id="act-value"
        label={label}
        type="date"
        {...(fact === 'expires' ? { min: today } : { max: today })}
        className="max-w-56"
        error={error}
      />
      {fact === 'issuedAt' ? null : (
        <label className="inline-flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input type="checkbox" name="never" value="yes" className="size-4 accent-accent" />
          never
        </label>
      )}
    </div>
  )
}

function optionsOf(words: Readonly<Record<string | number, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }))
}
