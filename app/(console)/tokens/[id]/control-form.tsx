'use client'

import { ControlFields } from '../act/evidence-fields.tsx'
import { ActForm } from './act-form.tsx'

/** A control with its evidence, which counts for 90 days. */
export function ControlForm({ token, mark, today }: { token: string; mark: string; today: string }) {
  return (
    <ActForm act="control" token={token} mark={mark} label="Record a control" verb="Record the control">
      {(errorAt) => <ControlFields errorAt={errorAt} today={today} />}
    </ActForm>
  )
}
