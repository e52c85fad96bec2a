'use client'

import { leftOutWords, openingWords, type Opening } from '@/components/plans/opening-words.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { openThePlans } from '../plan-actions.ts'

export type WayChoice = { value: string; label: string }

type OpenFormProps = { search: string; back: string; preview: Opening; ways: readonly WayChoice[]; today: string }

const always = () => true

/** By which way and until when, and the button that opens them. What has changed since the page was read is shown before it is done. */
export function OpenForm({ search, back, preview, ways, today }: OpenFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(openThePlans, always)
  const other = state?.done ? state.value : null
  const { tokens, plans } = other ?? preview
  return (
    <form {...form} aria-label="Open plans" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="search" value={search} />
      <input type="hidden" name="tokens" value={tokens} />
      <input type="hidden" name="plans" value={plans} />
      {state?.done === false ? <FormProblem state={state} labels={{ recipe: 'Way', dueAt: 'Date' }} /> : null}
      {other ? (
        <Notice tone="warning" role="alert" title="It would be others than were shown. Nothing was opened yet.">
          <p>
            {openingWords(other)} {leftOutWords(other)}
          </p>
        </Notice>
      ) : null}
      {ways.length > 0 ? (
        <SelectField name="recipe" label="Way" hint="The steps and snippets that the plan begins with. Its owner can choose another." options={[{ value: '', label: 'The best for each' }, ...ways]} error={errorAt('recipe')} />
      ) : (
        <p className="text-text-2">The tokens are of several kinds: each plan begins with the best way for its own.</p>
      )}
      <InputField name="dueAt" label="Date" optional type="date" min={today} hint="Left empty: the earliest act-by date of each plan’s tokens, as policy has it." className="max-w-80" error={errorAt('dueAt')} />
      <p className="text-table text-text-2">Owners find their plan among their tasks. Nothing is switched off by opening it.</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton sending={sending} wraps className="min-h-11 md:min-h-8">
          {plans === 1 ? 'Open the plan' : `Open ${plans} plans`}
        </SubmitButton>
        <LinkButton href={back} className="min-h-11 md:min-h-8">
          Cancel
        </LinkButton>
      </div>
    </form>
  )
} // prettier-ignore
