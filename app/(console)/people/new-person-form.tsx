'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { addPerson } from './actions.ts'
import { personLabels } from './person-labels.ts'
import { RoleField } from './role-field.tsx'

/** An account with a role: for an owner, whose tokens it sees; for an auditor, when it ends. */
export function NewPersonForm({ owners }: { owners: readonly Choice[] | null }) {
  const { state, sending, errorAt, form } = useKeptForm(addPerson)
  return (
    <form {...form} aria-label="New person" className="flex max-w-[40rem] flex-col gap-4">
      <InputField name="name" label="Name" autoComplete="off" maxLength={200} required error={errorAt('name')} />
      <InputField name="email" label="E-mail" type="email" autoComplete="off" maxLength={320} required hint="They sign in with it." error={errorAt('email')} />
      <InputField name="password" label="Password" type="password" autoComplete="new-password" maxLength={200} required hint="At least 12 characters. Any of them." error={errorAt('password')} />
      <RoleField role="analyst" error={errorAt('role')} />
      <ChoiceField name="owner" label="Is the owner" choices={owners} none="nobody in the directory" hint="An owner sees the tokens of this one and of their team, and no others." error={errorAt('owner')} />
      <InputField name="endsOn" label="Last day" type="date" optional hint="In UTC. An auditor’s account should have one." className="max-w-60" error={errorAt('endsOn') ?? errorAt('endsAt')} />
      {state?.done === false ? <FormProblem state={state} labels={personLabels} /> : null}
      {state?.done ? <Notice tone="success" role="status" title={`${state.value.name} can sign in now.`} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending}>
          {sending ? 'Making the account …' : 'Add the person'}
        </Button>
        <LinkButton href="/people">Back to people</LinkButton>
      </div>
    </form>
  )
} // prettier-ignore
