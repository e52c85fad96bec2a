'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { controlLook, Field } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Field as FieldOf } from '@/lib/connectors/contract.ts'
import { ConnectorField } from '../connector-field.tsx'
import { remove, replaceSecret, stopSync, syncNow } from './actions.ts'

/** Starts a sync, or says that one is under way. */
export function SyncNow({ id, running }: { id: string; running: boolean }) {
  const [state, submit, sending] = useActionState(syncNow, null)
  return (
    <form action={submit} className="flex flex-col items-end gap-2">
      <input type="hidden" name="id" value={id} />
      <Button type="submit" kind="primary" disabled={running || sending}>
        {running ? 'Syncing …' : 'Sync now'}
      </Button>
      {state?.done === false ? <FormProblem state={state} /> : null}
      {state?.done && !running ? (
        <p role="status" className="text-table text-text-2">
          Waiting for a worker.
        </p>
      ) : null}
    </form>
  )
}

/** Asks a running sync to stop. What it only read is not kept. */
export function StopSync({ id }: { id: string }) {
  const [state, submit, sending] = useActionState(stopSync, null)
  return (
    <form action={submit} className="flex flex-col gap-2">
      <input type="hidden" name="id" value={id} />
      <div>
        <Button type="submit" disabled={sending || state?.done}>
          {state?.done ? 'Stopping …' : 'Stop this sync'}
        </Button>
      </div>
      {state?.done === false ? <FormProblem state={state} /> : null}
    </form>
  )
}

/** A new credential for the old one; the old one is not kept. */
export function ReplaceCredential({ id, fields }: { id: string; fields: readonly FieldOf[] }) {
  const [state, submit, sending] = useActionState(replaceSecret, null)
  const errorOf = (name: string) =>
    state?.done === false ? state.issues.find(({ where }) => where === `credential.${name}`)?.what : undefined
  return (
    <form action={submit} aria-label="Replace credential" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="id" value={id} />
      {fields.map((field) => (
        <ConnectorField key={field.name} field={field} error={errorOf(field.name)} />
      ))}
      {state?.done === false ? <FormProblem state={state} /> : null}
      {state?.done ? <Notice tone="success" role="status" title="The credential was replaced. The next sync uses it." /> : null}
      <div>
        <Button type="submit" aria-disabled={sending}>
          Replace credential
        </Button>
      </div>
    </form>
  )
}

/** Stops watching, after the consequence was read and the name typed. */
export function RemoveSource({ id, name, consequence }: { id: string; name: string; consequence: string }) {
  const [state, submit, sending] = useActionState(remove, null)
  const issue = state?.done === false ? state.issues.find(({ where }) => where === 'name')?.what : undefined
  return (
    <form action={submit} aria-label="Remove source" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="id" value={id} />
      <p>{consequence}</p>
      <Field id="remove-name" label={`Type “${name}” to confirm`} error={issue}>
        <input
          id="remove-name"
          name="name"
          autoComplete="off"
          aria-describedby={issue ? 'remove-name-error' : undefined}
          className={controlLook}
        />
      </Field>
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div>
        <Button type="submit" kind="danger" aria-disabled={sending}>
          Remove {name}
        </Button>
      </div>
    </form>
  )
}
