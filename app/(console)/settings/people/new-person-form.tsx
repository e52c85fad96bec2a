'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { addPerson } from './actions.ts'
import { personLabels } from './person-labels.ts'
import { RoleField } from './role-field.tsx'
import { WayInNotice } from './way-in.tsx'

/** An account with a role: for an owner, whose tokens it sees; for an auditor, when it ends. */
export function NewPersonForm({ owners }: { owners: readonly Choice[] | null }) {
  const { state, sending, errorAt, form } = useKeptForm(addPerson)
  return (
    <form {...form} aria-label="New person" className="flex max-w-[40rem] flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={personLabels} /> : null}
      {state?.done ? <WayInNotice way={state.value} /> : null}
      <InputField name="name" label="Name" autoComplete="off" maxLength={200} required error={errorAt('name')} />
      <InputField name="email" label="E-mail" type="email" autoComplete="off" maxLength={320} required hint="They sign in with it." error={errorAt('email')} />
      <RoleField role="analyst" error={errorAt('role')} />
      <ChoiceField name="owner" label="Is the owner" choices={owners} none="nobody in the directory" hint="An owner sees the tokens of this one and of their team, and no others." error={errorAt('owner')} />
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
