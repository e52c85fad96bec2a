'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import type { AssignedHow } from '@/lib/model/token.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { stateOwner, stateWorkload } from './state-actions.ts'
import { StatementEnd } from './statement-end.tsx'

const howWords: Readonly<Record<AssignedHow, string>> = {
  stated: 'as a person stated',
  rule: 'by a rule',
  hint: 'by the provider’s own hint',
}

const none = 'take the statement back: rules and hints decide'

function nowWords(chosen: Choice | null, how: AssignedHow | null): string {
  return chosen && how ? `Now ${chosen.name}, ${howWords[how]}.` : 'Now none.'
}

type OwnerStatementProps = { token: string; owners: readonly Choice[] | null; owner: Choice | null; how: AssignedHow | null }

/** Assigns the owner, or takes the assignment back. */
export function OwnerStatement({ token, owners, owner, how }: OwnerStatementProps) {
  const { state, sending, errorAt, form } = useKeptForm(stateOwner)
  return (
    <form {...form} aria-label="State the owner" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <ChoiceField
        key={`${owner?.id} ${how}`}
        name="owner"
        id="state-owner"
        label="Owner"
        hint={nowWords(owner, how)}
        choices={owners}
        chosen={owner}
        none={none}
        error={errorAt('owner')}
      />
      <StatementEnd state={state} sending={sending} verb="State the owner" />
    </form>
  )
}

type WorkloadStatementProps = { token: string; workloads: readonly Choice[] | null; workload: Choice | null; how: AssignedHow | null }

/** Assigns the workload, or takes the assignment back. */
export function WorkloadStatement({ token, workloads, workload, how }: WorkloadStatementProps) {
  const { state, sending, errorAt, form } = useKeptForm(stateWorkload)
  return (
    <form {...form} aria-label="State the workload" className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <ChoiceField
        key={`${workload?.id} ${how}`}
        name="workload"
        id="state-workload"
        label="Workload"
        hint={nowWords(workload, how)}
        choices={workloads}
        chosen={workload}
        none={none}
        error={errorAt('workload')}
      />
      <StatementEnd state={state} sending={sending} verb="State the workload" />
    </form>
  )
}
