'use client'

import { startTransition, useActionState, useEffect, useRef, type FormEvent } from 'react'
import { CheckTable } from '@/components/sources/check-table.tsx'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Check, Field } from '@/lib/connectors/contract.ts'
import type { FormState } from '@/lib/server/web/action.ts'
import { ConnectorField } from './connector-field.tsx'
import { sourceFieldNames } from './source-field-names.ts'

/** What a test answered, and whether what was tested has been kept since. */
export type Tested = { checks: readonly Check[]; kept: boolean }

type TestedFormProps = {
  label: string
  act: (before: FormState<Tested>, form: FormData) => Promise<FormState<Tested>>
  hidden: Readonly<Record<string, string>>
  fields: readonly Field[]
  /** What going on without a permission means. */
  gapsSay?: string
  /** The button that keeps it: "Save source"; with gaps it says how many. */
  keep: string
  /** What is said once it is kept, where the page stays. */
  keptSays?: string
  /** What the names of its fields begin with, where a page has two such forms: "field" if nothing else is said. */
  prefix?: string
  /** Why it may not be kept just now. */
  refused?: string | null
}

/**
 * A credential that is tested before it is kept, a row a permission. It can be kept with gaps, and the button says with how many: the
 * number goes along, so that nobody keeps more gaps than they have seen.
 */
export function TestedForm({
  label,
  act,
  hidden,
  fields,
  keep,
  keptSays,
  prefix = 'field',
  gapsSay = 'Grant them and test again, or go on: what cannot be read is named on every page that counts it.',
  refused = null,
}: TestedFormProps) {
  const [state, submit, sending] = useActionState(act, null)
  const result = useRef<HTMLDivElement>(null)
  const issues = state?.done === false ? state.issues : []
  const tested = state?.done ? state.value : null
  const gaps = tested?.checks.filter((check) => check.state !== 'granted').length ?? 0
  const errorOf = (name: string) => issues.find(({ where }) => where === `credential.${name}`)?.what

  // What a test answered is shown below the fields: the reader is taken there.
  useEffect(() => {
    if (state?.done) result.current?.focus()
  }, [state])

  /** Sent by hand, so that what was typed is still there after a test; without scripts the form posts by itself. */
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const submitter = (event.nativeEvent as SubmitEvent).submitter
    const form = new FormData(event.currentTarget, submitter)
    startTransition(() => submit(form))
  }

  return (
    <form action={submit} onSubmit={send} aria-label={label} className="flex flex-col gap-5">
      {Object.entries({ ...hidden, gaps: tested ? String(gaps) : '' }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {state?.done === false ? <FormProblem state={state} {...sourceFieldNames(fields, prefix)} /> : null}
      {fields.map((field) => (
        <ConnectorField key={field.name} field={field} as={`${prefix}.${field.name}`} error={errorOf(field.name)} />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" name="intent" value="test" kind={tested ? 'quiet' : 'primary'} aria-disabled={sending}>
          {sending ? 'Asking …' : tested ? 'Test again' : 'Test connection'}
        </Button>
      </div>
      <div ref={result} tabIndex={-1} className="flex flex-col gap-3 outline-none">
        {tested?.kept && keptSays ? <Notice tone="success" role="status" title={keptSays} /> : null}
        {tested && !tested.kept ? (
          <>
            <Notice
              tone={gaps > 0 ? 'warning' : 'success'}
              role="status"
              title={
                gaps > 0
                  ? `It answers. ${gaps} of ${tested.checks.length} permissions that were tried are not shown to be there.`
                  : `It answers, and all ${tested.checks.length} permissions that were tried are there.`
              }
            >
              {gaps > 0 ? <p>{gapsSay}</p> : null}
            </Notice>
            <CheckTable checks={tested.checks} />
            <div className="flex flex-wrap items-center gap-3">
              <Button
                type="submit"
                name="intent"
                value="keep"
                kind="primary"
                disabled={refused !== null}
                aria-disabled={sending}
                aria-describedby={refused ? `${prefix}-refused` : undefined}
              >
                {gaps > 0 ? `${keep} with ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}` : keep}
              </Button>
              {refused ? (
                <p id={`${prefix}-refused`} className="text-table text-text-2">
                  {refused}
                </p>
              ) : null}
            </div>
          </>
        ) : null}
      </div>
    </form>
  )
}
