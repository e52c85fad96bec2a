'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { mergeOwner } from './owner-actions.ts'

type MergeFormProps = { owner: { id: string; name: string; tokens: number }; others: readonly Choice[] | null }

/** Two entries that are one owner: this one goes into the other. It says what that means, and the button says it again. */
export function MergeForm({ owner, others }: MergeFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(mergeOwner)
  return (
    <form {...form} aria-label={`Merge ${owner.name}`} className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="id" value={owner.id} />
      <p className="text-table text-text-2">
        {owner.name} goes: their {countWords(owner.tokens)} live tokens, handles, members, workloads, rules and accounts become the other’s.
        This cannot be undone. A file that names them by their key means the other from then on.
      </p>
      <ChoiceField
        name="to"
        of="owner"
        label="Is the same as"
        choices={others?.filter(({ id }) => id !== owner.id) ?? null}
        none="choose one"
        error={errorAt('to')}
      />
      {state?.done === false ? <FormProblem state={state} labels={{ to: 'Is the same as' }} /> : null}
      <Button type="submit" kind="danger" aria-disabled={sending} wraps className="w-fit">
        {sending ? 'Merging …' : `Merge ${owner.name} into the other`}
      </Button>
    </form>
  )
}
