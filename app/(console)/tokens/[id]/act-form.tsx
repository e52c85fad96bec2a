'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { TokenAct } from '@/lib/model/token-act.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import { Meanwhile } from '../act/meanwhile.tsx'
import { actOnToken, type ActedOnToken } from './state-actions.ts'

const labels = {
  owner: 'Owner',
  workload: 'Workload',
  value: 'Value',
  note: 'How do you know?',
  reviewAt: 'Review on',
  evidence: 'Evidence',
  evidencedAt: 'Date of the evidence',
  minutes: 'Minutes it took',
  foundIn: 'Found in',
  foundAt: 'Found at',
}

const isNoEnd = ({ saved }: ActedOnToken) => !saved

type ActFormProps = {
  act: TokenAct['do']
  token: string
  /** The audit's newest entry as the page was read. */
  mark: string
  label: string
  verb: string
  id?: string
  /** The action it is sent to, where that is another than whoever edits tokens has. */
  sentTo?: typeof actOnToken
  children: (errorAt: (name: string) => string | undefined) => ReactNode
}

/** A form that states something of one token, and says whose change it would replace before it does. */
export function ActForm({ act, token, mark, label, verb, id, sentTo = actOnToken, children }: ActFormProps) {
  const { state, sending, errorAt, form } = useKeptForm(sentTo, isNoEnd)
  const answer = state?.done ? state.value : null
  const conflict = answer?.saved === false ? answer : null
  return (
    <form {...form} id={id} aria-label={label} className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="mark" value={conflict?.mark ?? mark} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {children(errorAt)}
      <div role="status">
        {conflict ? <Meanwhile meanwhile={conflict.meanwhile} of={1} now={conflict.now} /> : null}
        {answer?.saved ? <Notice tone="success" title="Saved. The verdict above is the one that follows from it." /> : null}
      </div>
      <div>
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Saving …' : conflict ? `${verb} all the same` : verb}
        </Button>
      </div>
    </form>
  )
}
