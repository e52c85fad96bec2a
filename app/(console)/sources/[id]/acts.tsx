'use client'

import { useActionState } from 'react'
import { CheckTable } from '@/components/sources/check-table.tsx'
import { Button } from '@/components/ui/button.tsx'
import { controlLook, Field } from '@/components/ui/field.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { remove, stopSync, syncNow, testAgain } from './actions.ts'

/** Starts a sync, or says that one is under way. */
export function SyncNow({ id, running }: { id: string; running: boolean }) {
  const [state, submit, sending] = useActionState(syncNow, null)
  return (
    <form action={submit} className="flex flex-col items-end gap-2">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <Button type="submit" kind="primary" disabled={running || sending}>
        {running ? 'Syncing …' : 'Sync now'}
      </Button>
      {state?.done && !running ? (
        <p role="status" className="text-table text-text-2">
          {state.value === 'running' ? 'One is under way already.' : 'Asked for: the newest sync tells how far it is.'}
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
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={sending || state?.done}>
          {state?.done ? 'Stopping …' : 'Cancel this sync'}
        </Button>
        <p className="text-table text-text-2">What it only read is not kept; nothing is taken for gone.</p>
      </div>
    </form>
  )
}

/** Tries the stored credential, and shows a row a permission. */
export function TestAgain({ id }: { id: string }) {
  const [state, submit, sending] = useActionState(testAgain, null)
  return (
    <form action={submit} aria-label="Test permissions" className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div>
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Asking …' : 'Test permissions'}
        </Button>
      </div>
      {state?.done ? (
        <div role="status">
          <CheckTable checks={state.value.checks} />
        </div>
      ) : null}
    </form>
  )
}

/** Stops watching, after the consequence was read and the name typed. */
export function RemoveSource({ id, name }: { id: string; name: string }) {
  const [state, submit, sending] = useActionState(remove, null)
  const issue = state?.done === false ? state.issues.find(({ where }) => where === 'name')?.what : undefined
  return (
    <form action={submit} aria-label="Remove source" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} labels={{ name: 'The name, typed' }} names={{ name: 'remove-name' }} /> : null}
      <Field id="remove-name" label={`Type “${name}” to confirm`} error={issue}>
        <input
          id="remove-name"
          name="name"
          autoComplete="off"
          aria-describedby={issue ? 'remove-name-error' : undefined}
          className={controlLook}
        />
      </Field>
      <div>
        <Button type="submit" kind="danger" aria-disabled={sending} wraps>
          Remove {name}
        </Button>
      </div>
    </form>
  )
}
