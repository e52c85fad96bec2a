'use client'

import { flavourWords } from '@/components/tickets/ticket-words.ts'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import type { TrackerFlavour } from '@/lib/model/ticket.ts'
import { useState } from 'react'
import { useKeptForm } from '../../use-kept-form.ts'
import { setUp } from './actions.ts'

const labels = {
  flavour: 'Which Jira',
  baseUrl: 'Address',
  projectKey: 'Project',
  issueType: 'Type of issue',
  email: 'E-mail',
  token: 'Token',
}

type Shown = { flavour: TrackerFlavour; baseUrl: string; projectKey: string; issueType: string; email: string | null }

/** Where Jira is and as whom it is spoken to. What is stored of the credential is never shown; left empty, it stays. */
export function TrackerForm({ tracker, version, isTested }: { tracker: Shown | null; version: number; isTested: boolean }) {
  const { state, sending, errorAt, form } = useKeptForm(setUp)
  const [flavour, setFlavour] = useState<TrackerFlavour>(tracker?.flavour ?? 'cloud')
  const isCloud = flavour === 'cloud'
  const token = isCloud ? 'API token' : 'Personal access token'
  return (
    <form {...form} aria-label="Set Jira up" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} labels={{ ...labels, token }} /> : null}
      {state?.done && !isTested ? <Notice tone="success" role="status" title="Saved. Test it before it is switched on." /> : null}
      <SelectField
        name="flavour"
        label={labels.flavour}
        value={flavour}
        onChange={(event) => setFlavour(event.target.value === 'cloud' ? 'cloud' : 'data-center')}
        options={Object.entries(flavourWords).map(([value, label]) => ({ value, label }))}
        error={errorAt('flavour')}
      />
      <InputField
        name="baseUrl"
        type="url"
        label={labels.baseUrl}
        hint={isCloud ? 'As your browser has it: https://example.atlassian.net' : 'With its path, where it has one: https://jira.example.com/jira'}
        defaultValue={tracker?.baseUrl}
        required
        maxLength={300}
        error={errorAt('baseUrl')}
      />
      <InputField name="projectKey" label={labels.projectKey} hint="Its key, such as SEC." defaultValue={tracker?.projectKey} required maxLength={100} error={errorAt('projectKey')} />
      <InputField name="issueType" label={labels.issueType} hint="One that asks for nothing but a summary." defaultValue={tracker?.issueType ?? 'Task'} required maxLength={100} error={errorAt('issueType')} />
      {isCloud ? (
        <InputField name="email" type="email" label={labels.email} hint="Of the account whose API token it is." defaultValue={tracker?.email ?? ''} autoComplete="off" required maxLength={320} error={errorAt('email')} />
      ) : null}
      <InputField
        name="token"
        type="password"
        label={token}
        hint={tracker ? 'Stored, and never shown. Leave it empty to keep it; another address or account asks for it again.' : 'Sealed at once, and never shown again.'}
        required={tracker === null}
        autoComplete="off"
        maxLength={4_000}
        error={errorAt('token')}
      />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton sending={sending} kind="quiet">
          Save
        </SubmitButton>
        {tracker ? <p className="text-table text-text-2">Saving switches it off until it was tested.</p> : null}
      </div>
    </form>
  )
} // prettier-ignore
