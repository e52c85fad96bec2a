'use client'

import { useState } from 'react'
import { kindSays, kindWord } from '@/components/exceptions/exception-words.ts'
import { controlWord } from '@/components/tokens/selection/control-words.ts'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { evidenceDays } from '@/lib/model/evidence.ts'
import { exceptionKinds, type ExceptionKind } from '@/lib/model/exception.ts'
import type { ControlType } from '@/lib/model/sighting.ts'
import { controlsRequired } from '@/lib/retirement/exceptions.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { askForException } from '../exception-actions.ts'
import { labels } from '../labels.ts'

/** What the form begins with: of what is renewed, or of what is on record already. Days as a field of a date has them. */
export type Start = {
  kind: ExceptionKind
  reason: string
  need: string
  retirementAt: string
  controls: Readonly<Partial<Record<ControlType, { evidence: string; on: string }>>>
}

type RequestFormProps = {
  tokens: readonly string[]
  renewalOf: string | null
  start: Start
  /** Why a kind cannot be, token by token. */
  refusals: Readonly<Record<ExceptionKind, readonly string[]>>
  /** "90 days": how long one may hold. */
  most: string
  days: { today: string; tomorrow: string; lastEnd: string; lastRetirement: string }
  back: string
}

/** Everything that a decision rests on. Which controls are asked for follows the kind. */
export function RequestForm({ tokens, renewalOf, start, refusals, most, days, back }: RequestFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(askForException)
  const [kind, setKind] = useState(start.kind)
  const problem = state?.done === false ? state : null
  const aboutTokens = problem?.issues.filter(({ where }) => where === 'tokens') ?? []
  return (
    <form {...form} aria-label="Ask for an exception" className="flex max-w-[48rem] flex-col gap-5">
      {tokens.map((id) => (
        <input key={id} type="hidden" name="token" value={id} />
      ))}
      {renewalOf ? <input type="hidden" name="renewalOf" value={renewalOf} /> : null}
      {problem ? <FormProblem state={problem} labels={labels} /> : null}
      {aboutTokens.length > 0 ? (
        <ul id="tokens" tabIndex={-1} className="text-table font-medium text-revoke">
          {aboutTokens.map(({ what }) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      ) : null}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{labels.kind}</legend>
        {exceptionKinds.map((each) => (
          <Kind key={each} kind={each} checked={kind === each} choose={setKind} refusals={refusals[each]} />
        ))}
      </fieldset>
      <TextField name="reason" label="Reason" required maxLength={2_000} defaultValue={start.reason} hint="Why the token cannot go now, in a sentence or two." error={errorAt('reason')} />
      <TextField name="need" label="Business need" required maxLength={2_000} defaultValue={start.need} hint="What would stop without it." error={errorAt('need')} />
      <fieldset className="flex flex-col gap-4">
        <legend className="font-medium">Controls it rests on</legend>
        <p className="max-w-[72ch] text-table text-text-2">
          All three, each with what shows that it is there and of which day that is. Evidence counts for {evidenceDays} days.
        </p>
        {controlsRequired[kind].map((type) => (
          <Control key={type} type={type} start={start.controls[type]} today={days.today} error={errorAt(`control-${type}`)} />
        ))}
      </fieldset>
      <div className="grid items-end gap-4 md:grid-cols-2">
        <InputField name="endsAt" label="Ends on" type="date" required min={days.tomorrow} max={days.lastEnd} error={errorAt('endsAt')}
          hint={`At most ${most} from now. The token is open again on that day, and its plan goes on.`} />
        <InputField name="retirementAt" label="Retired by" type="date" required min={days.tomorrow} max={days.lastRetirement} defaultValue={start.retirementAt} error={errorAt('retirementAt')}
          hint="The day by which the token is gone for good. An exception is a time to get there." />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending} wraps>
          {sending ? 'Sending …' : renewalOf ? 'Ask for the renewal' : 'Ask for the exception'}
        </Button>
        <LinkButton href={back}>Cancel</LinkButton>
        <p className="text-table text-text-2">Nothing is accepted before somebody else approves it.</p>
      </div>
    </form>
  )
} // prettier-ignore

type KindProps = { kind: ExceptionKind; checked: boolean; choose: (kind: ExceptionKind) => void; refusals: readonly string[] }

function Kind({ kind, checked, choose, refusals }: KindProps) {
  return (
    <label className="flex items-start gap-2 rounded-panel border border-line p-3 has-checked:border-accent">
      <input
        type="radio"
        name="kind"
        value={kind}
        checked={checked}
        onChange={() => choose(kind)}
        aria-describedby={`kind-${kind}-says`}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="font-medium">{kindWord[kind]}</span>
        <span id={`kind-${kind}-says`} className="block text-table text-text-2">
          {kindSays[kind]}
          {refusals.length > 0 ? <span className="block break-words text-standing">Not possible here: {refusals.join(' ')}</span> : null}
        </span>
      </span>
    </label>
  )
}

type ControlProps = { type: ControlType; start: { evidence: string; on: string } | undefined; today: string; error: string | undefined }

function Control({ type, start, today, error }: ControlProps) {
  const name = `control-${type}`
  return (
    <div className="grid items-end gap-3 md:grid-cols-[1fr_12rem]">
      <InputField
        name={name}
        label={controlWord[type]}
        maxLength={2_000}
        autoComplete="off"
        defaultValue={start?.evidence}
        hint={evidenceHint[type]}
        error={error}
      />
      <InputField name={`${name}-on`} label="Date of the evidence" type="date" defaultValue={start?.on} max={today} aria-label={`${controlWord[type]}: date of the evidence`} />
    </div>
  )
} // prettier-ignore

const evidenceHint: Readonly<Record<ControlType, string>> = {
  network: 'From where it can be used at all: an allow-list, a condition of its policy.',
  monitoring: 'What tells somebody of each use: an alert, a query that is watched.',
  revocation: 'The drill that showed how long it takes until it no longer works: at most 15 minutes.',
  vaulting: 'Where it is sealed, and who can open that.',
  'secret-scanning': 'What finds it where it should not be.',
  audience: 'What alone accepts it.',
}
