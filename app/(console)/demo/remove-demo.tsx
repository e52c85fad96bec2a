'use client'

import { counted } from '@/components/tokens/detail/text-time.ts'
import { useActionState } from 'react'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import type { DemoHoldings } from '@/lib/db/demo-holdings.ts'
import { removeDemo } from './actions.ts'
import { tokensHeld } from './tokens-held.ts'

/** What the one act takes away, and the act behind a question. */
export function RemoveDemo({ holdings }: { holdings: DemoHoldings }) {
  return (
    <div className="flex max-w-[72ch] flex-col gap-4">
      <p>
        Removing the demo ends the made-up company and deletes what it brought: {counted(holdings.sources, 'source')},{' '}
        {tokensHeld(holdings)}, with their history, {counted(holdings.owners, 'owner')}, {counted(holdings.workloads, 'workload')},{' '}
        {counted(holdings.rules, 'rule')}, {counted(holdings.leaks, 'leak')}, those that were uploaded or recorded meanwhile too, what
        people recorded on any of them, and its clock. Accounts and the audit stay. Then you can connect your own sources.
      </p>
      <p className="text-text-2">As long as nothing real is connected, the start page can bring it back, as new.</p>
      <div>
        <DialogButton
          kind="danger"
          label="Remove the demo data…"
          title="Remove the demo data?"
          says={`${tokensHeld(holdings)}, and everything that people recorded on them, are deleted. This cannot be undone.`}
        >
          <Confirm />
        </DialogButton>
      </div>
    </div>
  )
}

function Confirm() {
  const [state, submit, sending] = useActionState(removeDemo, null)
  const issue = state?.done === false ? state.issues.find(({ where }) => where === 'typed')?.what : undefined
  return (
    <form action={submit} aria-label="Remove the demo data" className="flex flex-col gap-4">
      {state?.done === false ? <FormProblem state={state} labels={{ typed: 'The word, typed' }} /> : null}
      <InputField
        name="typed"
        label="Type “demo” to confirm"
        autoComplete="off"
        required
        maxLength={100}
        className="max-w-60"
        error={issue}
      />
      <DialogActions>
        <DialogCancel />
        <SubmitButton kind="danger" sending={sending}>
          Remove the demo data
        </SubmitButton>
      </DialogActions>
    </form>
  )
}
