'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { MessageHours } from '@/lib/model/message.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { saveHours } from './actions.ts'

const labels = { from: 'Quiet from', to: 'Quiet until', timeZone: 'Time zone', digestHour: 'Hour of the digest' }

/** When nobody is written to, and when the digest comes. */
export function HoursForm({ hours: { quiet, timeZone, digestHour, version } }: { hours: MessageHours }) {
  const { state, sending, errorAt, form } = useKeptForm(saveHours)
  return (
    <form {...form} aria-label="Hours of messages" className="flex max-w-[60rem] flex-col gap-4">
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {state?.done ? <Notice tone="success" role="status" title="Saved. It counts from the next minute." /> : null}
      <div key={version} className="grid gap-4 md:grid-cols-2">
        <InputField
          name="from"
          label={labels.from}
          type="time"
          optional
          hint="Both left empty: there are none."
          defaultValue={quiet?.from ?? ''}
          error={errorAt('from')}
        />
        <InputField
          name="to"
          label={labels.to}
          type="time"
          optional
          hint="Earlier than the beginning: on the next day."
          defaultValue={quiet?.to ?? ''}
          error={errorAt('to')}
        />
        <InputField
          name="timeZone"
          label={labels.timeZone}
          required
          maxLength={60}
          autoComplete="off"
          hint="Such as Europe/Berlin. Summer time is minded."
          defaultValue={timeZone}
          error={errorAt('timeZone')}
        />
        <InputField
          name="digestHour"
          label={labels.digestHour}
          type="number"
          min={0}
          max={23}
          required
          hint="0 to 23. Once a day: what moved since the last one."
          defaultValue={digestHour}
          error={errorAt('digestHour')}
        />
      </div>
      <div>
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Saving …' : 'Save the hours'}
        </Button>
      </div>
    </form>
  )
}
