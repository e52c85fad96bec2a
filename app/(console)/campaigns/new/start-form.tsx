'use client'

import { useState } from 'react'
import { askingWords } from '@/components/campaigns/campaign-words.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { startTheCampaign } from '../campaign-actions.ts'

type Preview = { tokens: number; owners: number; unclaimed: number; notLive: number }
type StartFormProps = {
  asked: { name: string; search: string; carry: string | null; preview: Preview }
  days: { tomorrow: string; usual: string; last: string }
}

const always = () => true

/** Its name, its date, whether it comes again, and the button that starts it. What changed since the page was read is shown first. */
export function StartForm({ asked, days }: StartFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(startTheCampaign, always)
  const [quarterly, setQuarterly] = useState(false)
  const other = state?.done ? state.value : null
  const { tokens, owners } = other ?? asked.preview
  return (
    <form {...form} aria-label="Start a review" className="flex max-w-[40rem] flex-col gap-4">
      <input type="hidden" name="search" value={asked.search} />
      <input type="hidden" name="carry" value={asked.carry ?? ''} />
      <input type="hidden" name="tokens" value={tokens} />
      <input type="hidden" name="owners" value={owners} />
      {state?.done === false ? <FormProblem state={state} labels={{ name: 'Name', dueAt: 'Due' }} /> : null}
      {other ? (
        <Notice tone="warning" role="alert" title="It would ask for others than were shown. Nothing was started yet.">
          <p>{askingWords(other)}</p>
        </Notice>
      ) : null}
      <InputField name="name" label="Name" hint="Owners read it in their task." defaultValue={asked.name} required maxLength={120} autoComplete="off" error={errorAt('name')} />
      <InputField name="dueAt" label="Due" type="date" required min={days.tomorrow} max={days.last} defaultValue={days.usual} hint="Answers are taken until you close it, also past this day." className="max-w-80" error={errorAt('dueAt')} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Again</legend>
        <Checkbox name="quarterly" value="yes" checked={quarterly} onChange={({ target }) => setQuarterly(target.checked)} label="Every quarter" hint="The next one opens by itself, over what the same filter finds then. It closes this one." />
        {quarterly ? <Checkbox name="carries" value="yes" defaultChecked label="Ask again for what stays unanswered" /> : null}
      </fieldset>
      <p className="text-table text-text-2">Each owner finds one task. The tokens are fixed as it starts; what an owner answers switches nothing off.</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton sending={sending} wraps className="min-h-11 md:min-h-8">
          Start the review
        </SubmitButton>
        <LinkButton href="/campaigns" className="min-h-11 md:min-h-8">
          Cancel
        </LinkButton>
      </div>
    </form>
  )
} // prettier-ignore
