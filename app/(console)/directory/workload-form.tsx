'use client'

import { workloadAgentWord, workloadStatusWord } from '@/components/directory/workload-words.ts'
import { sensitivityWord } from '@/components/tokens/fact-words.ts'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EditPanel } from '@/components/ui/edit-panel.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SelectField } from '@/components/ui/input-field.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { Agent, Sensitivity } from '@/lib/model/facts.ts'
import type { KnownWorkload } from '@/lib/model/token.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { saveWorkload } from './actions.ts'
import { SavedNotice } from './saved-notice.tsx'

type Workload = {
  id: string
  name: string
  version: number
  sensitivity: Sensitivity | null
  agent: Agent
  status: KnownWorkload['status']
  tokens: number
}

const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** Says how much a workload matters, whether an agent runs it, and whether it still does. */
export function WorkloadForm({ workload, back }: { workload: Workload; back: string }) {
  const { state, sending, errorAt, form } = useKeptForm(saveWorkload)
  const { id, name, version, sensitivity, agent, status, tokens } = workload
  const now = [
    sensitivity === null ? 'sensitivity unknown' : sensitivityWord[sensitivity],
    workloadAgentWord[agent],
    workloadStatusWord[status],
  ]
  return (
    <EditPanel
      title={name}
      says={`Now: ${now.join(', ')}. Saving scores its ${countWords(tokens)} live tokens again; those of a workload that has ended become Revoke now.`}
    >
      <form {...form} aria-label={`Edit ${name}`} className="flex flex-col gap-4">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <div key={version} className="grid max-w-[60rem] gap-4 md:grid-cols-3">
          <SelectField
            name="sensitivity"
            label="Sensitivity"
            error={errorAt('sensitivity')}
            defaultValue={sensitivity ?? ''}
            options={[{ value: '', label: 'unknown, assumed customer data' }, ...options(sensitivityWord)]}
          />
          <SelectField name="agent" label="AI agent" error={errorAt('agent')} defaultValue={agent} options={options(workloadAgentWord)} />
          <SelectField name="status" label="Status" error={errorAt('status')} defaultValue={status} options={options(workloadStatusWord)} />
        </div>
        {state?.done === false ? <FormProblem state={state} /> : null}
        {state?.done ? <SavedNotice changed={state.value.changed} /> : null}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" aria-disabled={sending} className="max-w-full py-1 whitespace-normal">
            {sending ? 'Saving …' : `Save ${name}`}
          </Button>
          <LinkButton href={back}>Close</LinkButton>
        </div>
      </form>
    </EditPanel>
  )
}
