'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SelectField } from '@/components/ui/input-field.tsx'
import { schedules } from '../../schedules.ts'
import { startFirstSync } from './actions.ts'

/** How often from now on, and the first one at once. */
export function StartForm({ id, version }: { id: string; version: number }) {
  const [state, submit, sending] = useActionState(startFirstSync, null)
  const waits = state?.done === true
  return (
    <form action={submit} aria-label="First sync" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} labels={{ schedule: 'Sync' }} names={{ schedule: 'everyMinutes' }} /> : null}
      <SelectField
        name="everyMinutes"
        label="Sync"
        hint="An hour is enough to see a leak’s clean-up on the same day. It can be changed on the source’s page."
        options={schedules}
        defaultValue="60"
      />
      <div className="flex items-center gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending || waits} disabled={waits}>
          Start the first sync
        </Button>
        {waits ? (
          <span role="status" className="text-table text-text-2">
            Asked for: it waits for a worker.
          </span>
        ) : null}
      </div>
    </form>
  )
}
