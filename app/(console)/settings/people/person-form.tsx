'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EditPanel } from '@/components/ui/edit-panel.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Role } from '@/lib/model/viewer.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { savePerson } from './actions.ts'
import { personLabels } from './person-labels.ts'
import { PersonWayIn } from './person-way-in.tsx'
import { RoleField } from './role-field.tsx'

type Person = {
  id: string
  name: string
  role: Role
  disabled: boolean
  endsOn: string
  owner: Choice | null
  isSelf: boolean
  hasPassword: boolean
  hasFactor: boolean
  version: number
}

const statuses = [
  { value: 'active', label: 'active' },
  { value: 'disabled', label: 'disabled: cannot sign in' },
]

/** What an account may do, whom it is in the directory, and until when. */
export function PersonForm({ person, owners, back }: { person: Person; owners: readonly Choice[] | null; back: string }) {
  const { state, sending, errorAt, form } = useKeptForm(savePerson)
  const { id, name, role, disabled, endsOn, owner, isSelf, version } = person
  return (
    <EditPanel
      title={name}
      says={`Disabling ends all their sessions at once; it can be undone.${isSelf ? ' This is your own account.' : ''}`}
    >
      <form {...form} aria-label={`Edit ${name}`} className="flex max-w-[60rem] flex-col gap-4">
        {state?.done === false ? <FormProblem state={state} labels={personLabels} /> : null}
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        {/* Fields begin anew with what is there once it was saved. */}
        <div key={version} className="grid gap-4 md:grid-cols-2">
          <RoleField role={role} error={errorAt('role')} />
          <SelectField name="status" label="Status" defaultValue={disabled ? 'disabled' : 'active'} options={statuses} />
          <ChoiceField
            name="owner"
            label="Is the owner"
            choices={owners}
            chosen={owner}
            none="nobody in the directory"
            error={errorAt('owner')}
          />
          <InputField name="endsAt" label="Last day, in UTC" type="date" optional defaultValue={endsOn} error={errorAt('endsAt')} />
        </div>
        {state?.done ? <Notice tone="success" role="status" title="Saved. It counts from their next click." /> : null}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" aria-disabled={sending} wraps>
            {sending ? 'Saving …' : `Save ${name}`}
          </Button>
          <LinkButton href={back}>Close</LinkButton>
        </div>
      </form>
      <PersonWayIn id={id} name={name} hasPassword={person.hasPassword} hasFactor={person.hasFactor} />
    </EditPanel>
  )
}
