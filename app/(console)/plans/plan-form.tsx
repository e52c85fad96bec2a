'use client'

import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import type { ActName } from '@/components/plans/act-words.ts'
import { Button } from '@/components/ui/button.tsx'
import { Combobox } from '@/components/ui/combobox.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField, SelectField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { actOnThePlan, checkThePlan } from './plan-actions.ts'

/** Which plan a form acts on, as it was read, and the page it goes back to. */
export type FormPlan = { id: string; version: number; home: 'plans' | 'tasks' }

/** What the fields of a form offer, as far as its act asks for it. */
export type FormChoices = {
  today: string
  dueDay: string
  owners?: readonly Choice[] | null
  recipes?: readonly { value: string; label: string }[]
  recipe?: string
  successor?: { value: string; name: string } | null
  /** What the way leads to, where another standing key is not it. */
  expects?: string | null
}

const labels = { date: 'Date', reason: 'Why', note: 'Note', ownerId: 'Who', says: 'Whose is it?', successor: 'What takes its place', why: 'Why', text: 'Comment', recipe: 'Way' } // prettier-ignore

type PlanFormProps = {
  plan: FormPlan
  act: ActName
  verb: string
  says?: string
  kind?: 'primary' | 'quiet' | 'danger'
  choices: FormChoices
  /** What it is done to, where a page has several. */
  of?: string
}

/** One act on a plan: what comes of it, what it asks, and the button that does it. */
export function PlanForm({ plan, act, verb, says, kind = 'primary', choices, of }: PlanFormProps) {
  const name = of ? `${verb}: ${of}` : verb
  const { state, sending, errorAt, form } = useKeptForm(actOnThePlan)
  return (
    <form {...form} aria-label={name} className="flex max-w-[40rem] flex-col gap-3">
      <Hidden plan={plan} act={act} />
      {says ? <p className="max-w-[72ch] text-text-2">{says}</p> : null}
      <Fields plan={plan} act={act} choices={choices} errorAt={errorAt} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      <div className="flex flex-wrap gap-2">
        <SubmitButton sending={sending} kind={kind} wraps aria-label={of && name} {...(act === 'decide-date' && { name: 'accept', value: 'yes' })} className="min-h-11 md:min-h-8">
          {verb}
        </SubmitButton>
        {act === 'decide-date' ? (
          <Button type="submit" name="accept" value="no" aria-disabled={sending || undefined} className="min-h-11 md:min-h-8">
            Refuse it
          </Button>
        ) : null}
      </div>
    </form>
  )
} // prettier-ignore

function Hidden({ plan, act }: { plan: FormPlan; act: ActName }) {
  return (
    <>
      <input type="hidden" name="id" value={plan.id} />
      <input type="hidden" name="version" value={plan.version} />
      <input type="hidden" name="home" value={plan.home} />
      <input type="hidden" name="do" value={act} />
    </>
  )
}

type FieldsProps = Pick<PlanFormProps, 'plan' | 'act' | 'choices'> & { errorAt: (name: string) => string | undefined }

function Fields({ plan, act, choices, errorAt }: FieldsProps) {
  switch (act) {
    case 'propose-date':
    case 'set-date':
      return (
        <>
          <InputField name="date" id={`${act}-date`} label="Date" type="date" required min={choices.today} defaultValue={choices.dueDay} className="max-w-56" error={errorAt('date')} />
          {act === 'propose-date' ? (
            <TextField name="reason" id="propose-reason" label="Why" hint="Asked for where the date is later than policy." optional maxLength={2_000} error={errorAt('reason')} />
          ) : null}
        </>
      )
    case 'offer':
    case 'assign':
      return (
        <>
          <Who act={act} choices={choices} error={errorAt('ownerId')} />
          {act === 'offer' ? <Note label="What they should know" error={errorAt('note')} /> : null}
        </>
      )
    case 'decide-date':
      return <Note label="Note" error={errorAt('note')} />
    case 'decline':
      return <Note label="Why" error={errorAt('note')} />
    case 'disown':
      return <InputField name="says" id="disown-says" label="Whose is it?" hint="If you know it: a person, a team or a system. Left empty, security finds out." optional maxLength={2_000} autoComplete="off" error={errorAt('says')} />
    case 'name-successor':
      return (
        <>
        {choices.expects ? (
          <Notice tone="info" title={`This way leads to: ${choices.expects}`}>
            <p>Another standing key can be named, and does not prove it: that is a rotation. If you only renew the key, choose the way that says so first.</p>
          </Notice>
        ) : null}
        <Combobox
          name="successor"
          label="What takes its place"
          url={`/api/v1/plans/${plan.id}/successors`}
          chosen={choices.successor ?? null}
          hint="A role, an App or a token of the same sources or workload. Type a few letters of its name; it is there from the sync after it was made. Left empty: nothing yet."
          error={errorAt('successor')}
        />
        </>
      )
    case 'block':
    case 'cancel':
      return <TextField name="why" id={`${act}-why`} label="Why" required maxLength={2_000} rows={2} error={errorAt('why')} />
    case 'comment':
      return <TextField name="text" id="comment-text" label="Comment" required maxLength={2_000} error={errorAt('text')} />
    case 'choose-recipe':
      return <SelectField name="recipe" id="choose-recipe" label="Way" options={choices.recipes ?? []} defaultValue={choices.recipe} error={errorAt('recipe')} />
    default:
      return null
  }
} // prettier-ignore

/** Security has the whole directory to choose from; an owner types a name, and is offered those around them. */
function Who({ act, choices, error }: { act: ActName; choices: FormChoices; error: string | undefined }) {
  const id = `${act}-owner`
  if (act === 'assign')
    return <ChoiceField name="ownerId" id={id} of="owner" label="Who" choices={choices.owners ?? null} none="choose one" error={error} />
  return (
    <>
      <InputField name="ownerId" id={id} label="Who" hint="The whole name or the e-mail address, as the directory has it." list={`${id}-near`} required maxLength={320} autoComplete="off" error={error} />
      <datalist id={`${id}-near`}>
        {choices.owners?.map((owner) => (
          <option key={owner.id} value={owner.name} />
        ))}
      </datalist>
    </>
  )
} // prettier-ignore

function Note({ label, error }: { label: string; error: string | undefined }) {
  return <TextField name="note" id="plan-note" label={label} optional maxLength={2_000} rows={2} error={error} />
}

/** Has the plan's sources read now. */
export function CheckForm({ plan, verb }: { plan: FormPlan; verb: string }) {
  const { state, sending, form } = useKeptForm(checkThePlan)
  return (
    <form {...form} aria-label={verb} className="flex flex-col items-start gap-2">
      <input type="hidden" name="id" value={plan.id} />
      <input type="hidden" name="home" value={plan.home} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <SubmitButton sending={sending} kind="quiet" wraps className="min-h-11 md:min-h-8">
        {verb}
      </SubmitButton>
    </form>
  )
}
