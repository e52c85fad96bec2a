'use client'

import { checkWord } from '@/components/tickets/ticket-words.ts'
import { Button } from '@/components/ui/button.tsx'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import type { TrackerCheck } from '@/lib/model/ticket.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { takeAway, tryIt, turnOff, turnOn } from './actions.ts'

type SwitchProps = { version: number; isOn: boolean; isTested: boolean }

/** Test it, then switch it on: in this order. */
export function TrackerSwitch({ version, isOn, isTested }: SwitchProps) {
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <Test />
      <div className="flex flex-wrap items-center gap-3">
        {isOn ? <Act act={turnOff} version={version} verb="Switch off" /> : isTested ? <Act act={turnOn} version={version} verb="Switch on" primary /> : null}
        <TakeAway version={version} />
      </div>
    </div>
  )
} // prettier-ignore

function Test() {
  const { state, sending, form } = useKeptForm(tryIt)
  return (
    <form {...form} aria-label="Test Jira" className="flex flex-col gap-3">
      {state?.done === false ? <FormProblem state={state} /> : null}
      {state?.done ? <Tested {...state.value} /> : null}
      <div>
        <SubmitButton sending={sending} kind="quiet">
          Test it
        </SubmitButton>
      </div>
    </form>
  )
}

function Tested({ checks, passed }: { checks: readonly TrackerCheck[]; passed: boolean }) {
  return (
    <Notice tone={passed ? 'success' : 'error'} role="status" title={passed ? 'The test went through.' : 'The test did not go through.'}>
      <ul className="flex flex-col gap-1">
        {checks.map(({ what, state, says }) => (
          <li key={what} className="break-words">
            <span className="font-medium">
              {what}: {checkWord[state]}.
            </span>{' '}
            {says}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Act({ act, version, verb, primary }: { act: typeof turnOn; version: number; verb: string; primary?: boolean }) {
  const { state, sending, form } = useKeptForm(act)
  return (
    <form {...form} aria-label={verb} className="flex flex-col gap-3">
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div>
        <SubmitButton sending={sending} kind={primary ? 'primary' : 'quiet'}>
          {verb}
        </SubmitButton>
      </div>
    </form>
  )
}

function TakeAway({ version }: { version: number }) {
  const { state, sending, form } = useKeptForm(takeAway)
  return (
    <DialogButton
      label="Take it away"
      title="Take Jira away?"
      says="Its credential is deleted. Links to issues stay beside their plans and are read no more; the issues are left as they are."
    >
      <form {...form} className="flex flex-col gap-3">
        <input type="hidden" name="version" value={version} />
        {state?.done === false ? <FormProblem state={state} /> : null}
        <DialogActions>
          <DialogCancel />
          <Button type="submit" kind="danger" aria-disabled={sending}>
            Take it away
          </Button>
        </DialogActions>
      </form>
    </DialogButton>
  )
}
