'use client'

import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EditPanel } from '@/components/ui/edit-panel.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SelectField } from '@/components/ui/input-field.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { saveOwner } from './actions.ts'
import { SavedNotice } from './saved-notice.tsx'

type OwnerFormProps = { owner: { id: string; name: string; version: number; status: 'active' | 'departed'; tokens: number }; back: string }

/** Says whether an owner is still here. */
export function OwnerForm({ owner, back }: OwnerFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(saveOwner)
  return (
    <EditPanel
      title={owner.name}
      says={`Now ${owner.status}, with ${countWords(owner.tokens)} live tokens. What a departed owner has counts as nobody’s: its tokens score higher until somebody else answers for them.`}
    >
      <form {...form} aria-label={`Edit ${owner.name}`} className="flex max-w-[40rem] flex-col gap-4">
        <input type="hidden" name="id" value={owner.id} />
        <input type="hidden" name="version" value={owner.version} />
        <SelectField
          key={owner.version}
          name="status"
          label="Status"
          error={errorAt('status')}
          defaultValue={owner.status}
          className="max-w-60"
          options={[
            { value: 'active', label: 'active' },
            { value: 'departed', label: 'departed' },
          ]}
        />
        {state?.done === false ? <FormProblem state={state} /> : null}
        {state?.done ? <SavedNotice changed={state.value.changed} /> : null}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" aria-disabled={sending} className="max-w-full py-1 whitespace-normal">
            {sending ? 'Saving …' : `Save ${owner.name}`}
          </Button>
          <LinkButton href={back}>Close</LinkButton>
        </div>
      </form>
    </EditPanel>
  )
}
