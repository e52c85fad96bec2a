'use client'

import { startTransition, useActionState, useEffect, useRef, type FormEvent } from 'react'
import { CheckTable } from '@/components/sources/check-table.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Button } from '@/components/ui/button.tsx'
import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Field as FieldOf } from '@/lib/connectors/contract.ts'
import { ConnectorField } from '../../connector-field.tsx'
import { submitSource } from './actions.ts'

type SourceFormProps = { kind: string; fields: readonly FieldOf[]; credentialFields: readonly string[]; refused: string | null }

/** Settings and credential, a test that says what would be missing, and the choice to save all the same. */
export function SourceForm({ kind, fields, credentialFields, refused }: SourceFormProps) {
  const [state, submit, sending] = useActionState(submitSource, null)
  const result = useRef<HTMLDivElement>(null)
  const issues = state?.done === false ? state.issues : []
  const checks = state?.done ? state.value.checks : null
  const missing = checks?.filter((check) => check.state !== 'granted').length ?? 0
  const errorOf = (name: string) =>
    issues.find(({ where }) => where === name || where === `settings.${name}` || where === `credential.${name}`)?.what

  // What came of it is shown at the end of a long form: the reader is taken there.
  useEffect(() => {
    if (state) result.current?.focus()
  }, [state])

  /** Sent by hand, so that what was typed is still there after a test; without scripts the form posts by itself. */
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const submitter = (event.nativeEvent as SubmitEvent).submitter
    const form = new FormData(event.currentTarget, submitter)
    startTransition(() => submit(form))
  }

  const part = (title: string, says: string, chosen: readonly FieldOf[]) => (
    <fieldset className="flex flex-col gap-4 rounded-panel border border-line p-4">
      <legend className="px-1 font-semibold">{title}</legend>
      <p className="text-table text-text-2">{says}</p>
      {chosen.map((field) => (
        <ConnectorField key={field.name} field={field} error={errorOf(field.name)} />
      ))}
    </fieldset>
  )

  return (
    <form action={submit} onSubmit={send} aria-label="New source" className="flex flex-col gap-5">
      <input type="hidden" name="kind" value={kind} />
      <Field id="name" label="Name" hint="As it will be called here." error={errorOf('name')}>
        <input
          id="name"
          name="name"
          maxLength={100}
          aria-describedby={describedBy('name', { hint: true, error: errorOf('name') })}
          className={controlLook}
        />
      </Field>
      {part(
        'What to read',
        'None of this is secret.',
        fields.filter(({ name }) => !credentialFields.includes(name)),
      )}
      {part(
        'What to read it with',
        'Sealed as it is stored; nobody can read it back, and you can replace it.',
        fields.filter(({ name }) => credentialFields.includes(name)),
      )}
      <Field id="everyMinutes" label="Sync" error={errorOf('schedule')}>
        <select id="everyMinutes" name="everyMinutes" defaultValue="60" className={controlLook}>
          <option value="15">every 15 minutes</option>
          <option value="60">every hour</option>
          <option value="360">every 6 hours</option>
          <option value="1440">every day</option>
          <option value="">only when asked</option>
        </select>
      </Field>
      <div ref={result} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        {state?.done === false ? <FormProblem state={state} /> : null}
        {checks ? (
          <>
            <Notice
              tone={missing > 0 ? 'warning' : 'success'}
              role="status"
              title={
                missing > 0
                  ? `It answers, with ${missing} of ${checks.length} permissions not shown to be there.`
                  : `It answers, and all ${checks.length} permissions are there.`
              }
            />
            <CheckTable checks={checks} />
          </>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" name="intent" value="test" aria-disabled={sending}>
          {sending ? 'Asking …' : 'Test connection'}
        </Button>
        <Button
          type="submit"
          name="intent"
          value="save"
          kind="primary"
          disabled={refused !== null}
          aria-disabled={sending}
          aria-describedby={refused ? 'refused' : undefined}
        >
          {missing > 0 ? `Save with ${missing} ${missing === 1 ? 'gap' : 'gaps'}` : 'Save and sync'}
        </Button>
        {refused ? (
          <p id="refused" className="text-table text-text-2">
            {refused}
          </p>
        ) : null}
      </div>
    </form>
  )
}
