'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { DemoHoldings } from '@/lib/db/demo-holdings.ts'
import { removeDemo } from './actions.ts'

/** The one act, after its consequence. */
export function RemoveDemo({ holdings }: { holdings: DemoHoldings }) {
  const [state, submit, sending] = useActionState(removeDemo, null)
  return (
    <form action={submit} className="flex max-w-[72ch] flex-col gap-4">
      <p>
        Removing the demo ends the made-up company and deletes what it brought: {countWords(holdings.sources)} sources,{' '}
        {countWords(holdings.tokens)} tokens with their history, {countWords(holdings.owners)} owners, {countWords(holdings.workloads)}{' '}
        workloads, {countWords(holdings.rules)} rules, what people recorded on any of them, and its clock. Accounts and the audit stay. Then
        you can connect your own sources.
      </p>
      <p className="text-text-2">As long as nothing real is connected, the start page can bring it back, as new.</p>
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div>
        <Button type="submit" kind="danger" aria-disabled={sending}>
          {sending ? 'Removing …' : 'Remove the demo data'}
        </Button>
      </div>
    </form>
  )
}
