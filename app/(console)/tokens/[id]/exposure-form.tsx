'use client'

import { LeakFields } from '../act/evidence-fields.tsx'
import { ActForm } from './act-form.tsx'

/** A leak: where it was found, when, and whether the token still works. */
export function ExposureForm({ token, mark, latest }: { token: string; mark: string; latest: string }) {
  return (
    <ActForm act="exposure" token={token} mark={mark} label="Record a leak" verb="Record the leak">
      {(errorAt) => <LeakFields errorAt={errorAt} latest={latest} />}
    </ActForm>
  )
}
