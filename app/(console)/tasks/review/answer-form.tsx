'use client'

import { useEffect, useState, type ReactNode } from 'react'
import { answeredWords, answerWords, type ReviewAnswered } from '@/components/campaigns/campaign-words.ts'
import { countWords } from '@/components/ui/time-words.ts'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { reviewAnswers, type ReviewAnswer } from '@/lib/model/campaign.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { answerTheReview } from './review-actions.ts'

type AnswerFormProps = {
  id: string
  task: string
  /** The one token it is for; null where those are ticked outside. */
  token: string | null
  /** Which token, or which ones. */
  of: string
  answer: ReviewAnswer | null
  says: string | null
  children?: ReactNode
}

/** What there was no time for is asked of the same form again: it keeps what was said. */
function remains({ remaining }: ReviewAnswered): boolean {
  return remaining > 0
}

/** The four answers, what each follows from and asks, and the button that gives it. */
export function AnswerForm({ id, task, token, of, answer, says, children }: AnswerFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(answerTheReview, remains)
  const [chosen, setChosen] = useState(answer)
  // What the last answer left over is gone on with only as long as nothing else is chosen, here or among the ticks outside.
  const [changedAfter, setChangedAfter] = useState<unknown>(null)
  const { ref } = form
  useEffect(() => {
    function change({ target }: Event) {
      const chooses = target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox')
      if (chooses && target.form === ref.current) setChangedAfter(state)
    }
    document.addEventListener('change', change)
    return () => document.removeEventListener('change', change)
  }, [state, ref])
  const asks = chosen ? answerWords[chosen] : null
  const remaining = state?.done ? state.value.remaining : 0
  const verb = asks?.verb ?? 'Answer'
  const goesOn = remaining > 0 && changedAfter !== state ? `${verb}: go on with the other ${countWords(remaining)}` : null
  return (
    <form {...form} id={id} aria-label={`Answer for ${of}`} className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="task" value={task} />
      {token ? <input type="hidden" name="token" value={token} /> : null}
      {state?.done === false ? <FormProblem state={state} labels={{ token: 'Tokens', answer: 'Answer', says: asks?.asks ?? 'What you say' }} names={{ says: `${id}-says`, token: 'token' }} /> : null}
      {children}
      <fieldset className="flex flex-col">
        <legend className="sr-only">Answer</legend>
        {reviewAnswers.map((one) => (
          <label key={one} className="flex min-h-8 items-start gap-2 py-1 pointer-coarse:min-h-11">
            <input type="radio" name="answer" value={one} required defaultChecked={one === answer} onChange={() => setChosen(one)} className="mt-0.5 size-4 shrink-0 accent-accent" />
            <span className="min-w-0">
              <span className="font-medium">{answerWords[one].verb}</span>
              <span className="block text-table text-text-2">{answerWords[one].means}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <TextField name="says" id={`${id}-says`} label={asks?.asks ?? 'What you say of it'} optional={asks ? !asks.needed : false} maxLength={2_000} rows={2} defaultValue={says ?? ''} error={errorAt('says')} />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton sending={sending} wraps aria-label={goesOn ?? `${verb}: ${of}`} className="min-h-11 md:min-h-8">
          {goesOn ?? verb}
        </SubmitButton>
        <p role="status" className="text-table text-text-2">
          {state?.done ? answeredWords(state.value) : ''}
        </p>
      </div>
    </form>
  )
} // prettier-ignore
