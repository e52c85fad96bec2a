'use client'

import { useState } from 'react'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import type { EndKind } from '@/lib/model/ticket.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { agreeToIt, tieIt, untieIt } from './end-actions.ts'

const labels = { kind: 'Ends with', at: 'Day', issue: 'Issue', job: 'Job' }
const kinds: readonly { value: EndKind; label: string }[] = [
  { value: 'date', label: 'A day' },
  { value: 'ticket', label: 'An issue in Jira, when it is closed' },
  { value: 'job', label: 'A job, when its end is told' },
]

type Which = { token: string; version: number }

function Hidden({ token, version }: Which) {
  return (
    <>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="version" value={version} />
    </>
  )
}

export function TieForm({ tomorrow, withIssues, ...which }: Which & { tomorrow: string; withIssues: boolean }) {
  const { state, sending, errorAt, form } = useKeptForm(tieIt)
  const [kind, setKind] = useState<EndKind>('date')
  const options = kinds.filter(({ value }) => withIssues || value !== 'ticket')
  return (
    <form {...form} aria-label="What it ends with" className="flex flex-col gap-3">
      <Hidden {...which} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {state?.done ? <Notice tone="success" role="status" title="Saved. What its owner agreed to before counts for it no longer." /> : null}
      <SelectField name="kind" id="end-kind" label={labels.kind} value={kind} onChange={(event) => setKind(options.find(({ value }) => value === event.target.value)?.value ?? 'date')} options={options} error={errorAt('kind')} />
      {kind === 'date' ? <InputField name="at" id="end-at" type="date" label={labels.at} hint="The end of that day, UTC." min={tomorrow} required error={errorAt('at')} /> : null}
      {kind === 'ticket' ? <InputField name="issue" id="end-issue" label={labels.issue} hint="Its key, such as SEC-123." required maxLength={120} error={errorAt('issue')} /> : null}
      {kind === 'job' ? (
        <InputField name="job" id="end-job" label={labels.job} hint="Its id. Whoever runs it tells its end: POST /api/v1/job-ends, or standdown job ended ID." required maxLength={200} error={errorAt('job')} />
      ) : null}
      <div>
        <SubmitButton sending={sending} kind="quiet">
          Save what it ends with
        </SubmitButton>
      </div>
    </form>
  )
} // prettier-ignore

export function UntieForm(which: Which) {
  const { state, sending, form } = useKeptForm(untieIt)
  return (
    <form {...form} aria-label="Ends with nothing" className="flex flex-col gap-3">
      <Hidden {...which} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton sending={sending} kind="quiet">
          It ends with nothing
        </SubmitButton>
        <p className="text-table text-text-2">What its owner agreed to goes with it. A plan that is open stays.</p>
      </div>
    </form>
  )
}

export function AgreeForm({ agrees, ...which }: Which & { agrees: boolean }) {
  const { state, sending, form } = useKeptForm(agreeToIt)
  return (
    <form {...form} aria-label="Disable automatically" className="flex flex-col gap-3">
      <Hidden {...which} />
      <input type="hidden" name="agrees" value={agrees ? 'yes' : 'no'} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton sending={sending} kind="quiet" wraps>
          {agrees ? 'Agree: disable it automatically' : 'Withdraw the agreement'}
        </SubmitButton>
        <p className="text-table text-text-2">{agrees ? 'It is switched off when it has ended, and nobody is asked first. You can withdraw this at any time.' : 'It is not disabled by itself then.'}</p>
      </div>
    </form>
  )
} // prettier-ignore
