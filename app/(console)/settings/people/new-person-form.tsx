'use client'

import { useState, type FormEvent } from 'react'
import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { addPerson } from './actions.ts'
import { personLabels } from './person-labels.ts'
import { RoleField } from './role-field.tsx'
import { WayInNotice } from './way-in.tsx'

/** An account with a role: for an owner, whose tokens it sees; for an auditor, when it ends. */
export function NewPersonForm({ owners }: { owners: readonly Choice[] | null }) {
  const { state, sending, errorAt, form } = useKeptForm(addPerson)
  const [untied, setUntied] = useState(false)
  // Without scripts it is the answer that says so.
  const warned = untied || errorAt('owner') !== undefined

  function onChange({ currentTarget }: FormEvent<HTMLFormElement>) {
    const said = new FormData(currentTarget)
    setUntied(said.get('role') === 'owner' && String(said.get('owner') ?? '').trim() === '')
  }

  return (
    <form {...form} onChange={onChange} onReset={() => setUntied(false)} aria-label="New person" className="flex max-w-[40rem] flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={personLabels} /> : null}
      {state?.done ? <WayInNotice way={state.value} /> : null}
      <InputField name="name" label="Name" autoComplete="off" maxLength={200} required error={errorAt('name')} />
      <InputField name="email" label="E-mail" type="email" autoComplete="off" maxLength={320} required hint="They sign in with it." error={errorAt('email')} />
      <RoleField role={null} error={errorAt('role')} />
      <ChoiceField name="owner" label="Is the owner" choices={owners} none="nobody in the directory" hint="An owner sees the tokens of this one and of their team, and no others." error={errorAt('owner')} />
      {warned ? (
        <Notice tone="warning" title="An owner who is nobody in the directory sees no token and gets no task.">
          <p className="mb-2">Choose above who they are. If they are not in the directory yet, add them there first, or tie the account to them later.</p>
          <Checkbox name="untied" value="yes" label="Invite them all the same; they see nothing until they are tied" />
        </Notice>
      ) : null}
      <InputField name="endsAt" label="Last day" type="date" optional hint="In UTC. An auditor’s account has to have one." className="max-w-60" error={errorAt('endsAt')} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending}>
          {sending ? 'Making the link …' : 'Invite the person'}
        </Button>
        <LinkButton href="/settings/people">Back to people</LinkButton>
      </div>
    </form>
  )
} // prettier-ignore
