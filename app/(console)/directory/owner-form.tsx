'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { ClashNotice } from '@/components/directory/clash-notice.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import type { OwnerFields } from '@/lib/model/directory.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { createOwner, saveOwner } from './owner-actions.ts'
import { ownerLabels } from './owner-labels.ts'

type OwnerFormProps = {
  /** Null for a new one, whose form begins with `start`. */
  owner: (OwnerFields & { id: string; version: number }) | null
  start?: Partial<OwnerFields>
  teams: readonly Choice[] | null
  people: readonly Choice[] | null
  team: Choice | null
  manager: Choice | null
}

const always = () => true

/** Everything that people may say of an owner. What somebody else changed meanwhile is shown beside what was typed. */
export function OwnerForm({ owner, start = {}, teams, people, team, manager }: OwnerFormProps) {
  const saving = useKeptForm(saveOwner, always)
  const creating = useKeptForm(createOwner, always)
  const { state, sending, errorAt, form } = owner ? saving : { ...creating, state: creating.state?.done ? null : creating.state }
  const now = { ...start, ...owner }
  const clash = state?.done ? state.value : null
  const label = owner ? `Save ${owner.name}` : 'Add the owner'
  return (
    <form {...form} aria-label={owner ? `Edit ${owner.name}` : 'New owner'} className="flex max-w-[60rem] flex-col gap-4">
      {owner ? (
        <>
          <input type="hidden" name="id" value={owner.id} />
          <input type="hidden" name="version" value={clash?.version ?? owner.version} />
          <input type="hidden" name="was" value={JSON.stringify(fieldsOf(owner))} />
        </>
      ) : null}
      {state?.done === false ? <FormProblem state={state} labels={{ ...ownerLabels, key: 'Key' }} /> : null}
      {clash ? <ClashNotice key={clash.version} clash={clash} /> : null}
      <div className="grid items-end gap-4 md:grid-cols-2">
        <InputField name="name" label={ownerLabels.name} required maxLength={1_024} autoComplete="off" defaultValue={now.name} error={errorAt('name')} />
        <SelectField name="kind" label={ownerLabels.kind} defaultValue={now.kind ?? 'person'} error={errorAt('kind')}
          options={[{ value: 'person', label: 'person' }, { value: 'team', label: 'team' }]} />
        <InputField name="email" label={ownerLabels.email} optional type="email" maxLength={320} autoComplete="off" defaultValue={now.email ?? ''} error={errorAt('email')} />
        <ChoiceField name="managerId" of="owner" label={ownerLabels.managerId} choices={people} chosen={manager} none="no manager" error={errorAt('managerId')} />
        <ChoiceField name="teamId" of="owner" label={ownerLabels.teamId} choices={teams} chosen={team} none="no team" hint="Its members see its tokens. A team is in no team." error={errorAt('teamId')} />
        <SelectField name="status" label={ownerLabels.status} defaultValue={now.status ?? 'active'} error={errorAt('status')}
          hint="What a departed owner has counts as nobody’s."
          options={[{ value: 'active', label: 'active' }, { value: 'departed', label: 'departed' }]} />
      </div>
      <InputField name="handles" label={ownerLabels.handles} optional maxLength={8_000} autoComplete="off" placeholder="github:octocat aws:ana" defaultValue={now.handles?.join(' ')}
        hint="Names by which providers know them, parted by spaces: what a provider says belongs to one of these is theirs." error={errorAt('handles')} />
      {owner ? null : (
        <InputField name="key" label="Key" optional maxLength={320} autoComplete="off" hint="By which a file names them. Left empty: the e-mail address." error={errorAt('key')} className="md:max-w-[calc(50%-0.5rem)]" />
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending} wraps>
          {sending ? 'Saving …' : label}
        </Button>
        {owner ? null : <LinkButton href="/directory">Cancel</LinkButton>}
      </div>
    </form>
  )
} // prettier-ignore

function fieldsOf({ name, kind, email, teamId, managerId, status, handles }: OwnerFields): OwnerFields {
  return { name, kind, email, teamId, managerId, status, handles }
}
