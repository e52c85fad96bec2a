'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { ClashNotice } from '@/components/directory/clash-notice.tsx'
import { workloadAgentWord, workloadStatusWord } from '@/components/directory/workload-words.ts'
import { sensitivityWord } from '@/components/tokens/fact-words.ts'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import type { WorkloadFields } from '@/lib/model/directory.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { createWorkload, saveWorkload } from './workload-actions.ts'
import { workloadLabels as labels } from './workload-labels.ts'

type WorkloadFormProps = {
  /** Null for a new one, whose form begins with `start`. */
  workload: (WorkloadFields & { id: string; version: number }) | null
  start?: { key?: string; name?: string }
  owners: readonly Choice[] | null
  people: readonly Choice[] | null
  owner: Choice | null
  accountable: Choice | null
}

const always = () => true
const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** Everything that people may say of a workload. What somebody else changed meanwhile is shown beside what was typed. */
export function WorkloadForm({ workload, start = {}, owners, people, owner, accountable }: WorkloadFormProps) {
  const saving = useKeptForm(saveWorkload, always)
  const creating = useKeptForm(createWorkload, always)
  const { state, sending, errorAt, form } = workload ? saving : { ...creating, state: creating.state?.done ? null : creating.state }
  const clash = state?.done ? state.value : null
  return (
    <form {...form} aria-label={workload ? `Edit ${workload.name}` : 'New workload'} className="flex max-w-[60rem] flex-col gap-4">
      {workload ? (
        <>
          <input type="hidden" name="id" value={workload.id} />
          <input type="hidden" name="version" value={clash?.version ?? workload.version} />
          <input type="hidden" name="was" value={JSON.stringify(fieldsOf(workload))} />
        </>
      ) : null}
      {state?.done === false ? <FormProblem state={state} labels={{ ...labels, key: 'Key' }} /> : null}
      {clash ? <ClashNotice key={clash.version} clash={clash} /> : null}
      <div className="grid items-end gap-4 md:grid-cols-2">
        <InputField name="name" label={labels.name} required maxLength={1_024} autoComplete="off" defaultValue={workload?.name ?? start.name} error={errorAt('name')} />
        {workload ? null : (
          <InputField name="key" label="Key" optional maxLength={320} autoComplete="off" defaultValue={start.key} hint="By which tags and files name it. Left empty: its name." error={errorAt('key')} />
        )}
        <InputField name="environment" label={labels.environment} optional maxLength={100} autoComplete="off" placeholder="production" defaultValue={workload?.environment ?? ''} error={errorAt('environment')} />
        <SelectField name="sensitivity" label={labels.sensitivity} defaultValue={workload?.sensitivity ?? ''} error={errorAt('sensitivity')}
          options={[{ value: '', label: 'unknown, assumed customer data' }, ...options(sensitivityWord)]} />
        <InputField name="dataClasses" label={labels.dataClasses} optional maxLength={5_000} autoComplete="off" placeholder="payment cards, e-mail addresses" hint="Parted by commas." defaultValue={workload?.dataClasses.join(', ')} error={errorAt('dataClasses')} />
        <ChoiceField name="ownerId" of="owner" label={labels.ownerId} choices={owners} chosen={owner} none="nobody" hint="Suggested as the owner of its tokens that have none." error={errorAt('ownerId')} />
        <SelectField name="agent" label={labels.agent} defaultValue={workload?.agent ?? 'none'} options={options(workloadAgentWord)} error={errorAt('agent')} />
        <ChoiceField name="accountableId" of="owner" label={labels.accountableId} choices={people} chosen={accountable} none="nobody" hint="The human who answers for an agent." error={errorAt('accountableId')} />
        <SelectField name="status" label={labels.status} defaultValue={workload?.status ?? 'active'} options={options(workloadStatusWord)}
          hint="Tokens of a workload that has ended become Revoke now." error={errorAt('status')} />
      </div>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending} wraps>
          {sending ? 'Saving …' : workload ? `Save ${workload.name}` : 'Add the workload'}
        </Button>
        {workload ? null : <LinkButton href="/directory/workloads">Cancel</LinkButton>}
      </div>
    </form>
  )
} // prettier-ignore

function fieldsOf({ name, environment, sensitivity, dataClasses, agent, accountableId, ownerId, status }: WorkloadFields): WorkloadFields {
  return { name, environment, sensitivity, dataClasses, agent, accountableId, ownerId, status }
}
