'use client'

import { startTransition, useActionState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Field } from '@/lib/connectors/contract.ts'
import { ConnectorField } from '../connector-field.tsx'
import { sourceFieldNames } from '../source-field-names.ts'
import { schedulesWith } from '../schedules.ts'
import { saveSettings } from './actions.ts'

type SettingsFormProps = {
  source: { id: string; version: number; name: string; everyMinutes: number | null }
  fields: readonly Field[]
  values: Readonly<Record<string, string>>
  /** A file has a name and nothing else to set. */
  isFile: boolean
}

/** Name, schedule and what it reads by. Carries the version it was opened at, so that another's change is not overwritten. */
export function SettingsForm({ source: { id, version, name, everyMinutes }, fields, values, isFile }: SettingsFormProps) {
  const [state, submit, sending] = useActionState(saveSettings, null)
  const issues = state?.done === false ? state.issues : []
  const errorAt = (where: string) => issues.find((issue) => issue.where === where)?.what

  /** Sent by hand, so that what was typed stays when it is refused; without scripts the form posts by itself. */
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    startTransition(() => submit(form))
  }

  return (
    <form action={submit} onSubmit={send} aria-label="Settings" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} {...sourceFieldNames(fields)} /> : null}
      <InputField name="name" label="Name" defaultValue={name} maxLength={100} required error={errorAt('name')} />
      {isFile ? null : (
        <SelectField
          name="everyMinutes"
          label="Sync"
          options={schedulesWith(everyMinutes)}
          defaultValue={everyMinutes ?? ''}
          error={errorAt('schedule')}
        />
      )}
      {fields.map((field) => (
        <ConnectorField key={field.name} field={field} value={values[field.name]} error={errorAt(`settings.${field.name}`)} />
      ))}
      {state?.done ? <Notice tone="success" role="status" title="The settings were saved. The next sync uses them." /> : null}
      <div>
        <Button type="submit" aria-disabled={sending}>
          Save settings
        </Button>
      </div>
    </form>
  )
}
