'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { ControlFields } from '../tokens/act/evidence-fields.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { recordControlOn } from './record-control.ts'

const labels = { type: 'Control', evidence: 'Evidence', evidencedAt: 'Date of the evidence', minutes: 'Minutes it took' }

/** A control with what shows it, on everything of a workload or a source. */
export function RecordControlForm({ on, id, today }: { on: 'workload' | 'source'; id: string; today: string }) {
  const { state, sending, errorAt, form } = useKeptForm(recordControlOn)
  return (
    <form {...form} aria-label={`Record a control on this ${on}`} className="flex max-w-[40rem] flex-col gap-3">
      <input type="hidden" name="on" value={on} />
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      <ControlFields errorAt={errorAt} today={today} />
      <div role="status">{state?.done ? <Notice tone="success" title={`Recorded. ${changedWords(state.value.changed)}`} /> : null}</div>
      <div>
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Saving …' : 'Record the control'}
        </Button>
      </div>
    </form>
  )
}

function changedWords(changed: number): string {
  if (changed === 0) return 'No token changed by it.'
  return changed === 1 ? 'One token changed by it.' : `${countWords(changed)} tokens changed by it.`
}
