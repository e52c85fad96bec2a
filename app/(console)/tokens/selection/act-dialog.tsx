'use client'

import { useEffect, useState } from 'react'
import { ChoiceField, type Choice } from '@/components/directory/choice-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogActions, DialogCancel, useCloseDialog } from '@/components/ui/dialog.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { useKeptForm } from '../../use-kept-form.ts'
import type { ActName } from '../act/act-name.ts'
import { ControlFields, LeakFields } from '../act/evidence-fields.tsx'
import { FactFields } from '../act/fact-fields.tsx'
import { Consequence, consequence } from './consequence.tsx'
import type { Selection } from './kept-selection.ts'
import { actOnSelection, beginAct, type ActAnswer } from './selection-actions.ts'

const titles: Readonly<Record<ActName, string>> = {
  owner: 'Assign owner',
  workload: 'Set workload',
  fact: 'Correct a fact',
  control: 'Record a control',
  exposure: 'Record a leak',
}

const labels = { owner: 'Owner', workload: 'Workload', value: 'Value', note: 'How do you know?', reviewAt: 'Review on', evidence: 'Evidence', evidencedAt: 'Date of the evidence', minutes: 'Minutes it took', foundIn: 'Found in', foundAt: 'Found at', typed: 'The number' } // prettier-ignore

type Begun = { owners: readonly Choice[] | null; workloads: readonly Choice[] | null; now: string }

type ActDialogProps = {
  act: ActName
  selection: Selection
  count: number
  onDone: (said: { says: string; href: string; link: string }) => void
  onClose: () => void
}

/** One act on what is selected: what to do, then what will come of it, then the act. */
export function ActDialog({ act, selection, count, onDone, onClose }: ActDialogProps) {
  const { begun, problem } = useBegun()
  const [told, setTold] = useState(false)
  const tokens = count === 1 ? '1 token' : `${countWords(count)} tokens`
  return (
    <Dialog open onClose={onClose} title={`${titles[act]} · ${tokens}`} describedBy={told ? consequence : undefined}>
      {problem ? <FormProblem state={problem} /> : null}
      {begun ? (
        <ActForm act={act} selection={selection} count={count} begun={begun} onTold={setTold} onDone={onDone} />
      ) : (
        <DialogActions>
          <DialogCancel />
        </DialogActions>
      )}
    </Dialog>
  )
}

type Problem = { message: string; issues: readonly { where: string; what: string }[]; requestId?: string }

/** What the forms choose from, asked for as the dialog opens: the list does not carry it. */
function useBegun(): { begun: Begun | null; problem: Problem | null } {
  const [begun, setBegun] = useState<Begun | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    let here = true
    beginAct(null, new FormData())
      .then((answer) => {
        if (!here || !answer) return
        if (answer.done) setBegun(answer.value)
        else setProblem(answer)
      })
      .catch(() => here && setProblem({ message: 'The server does not answer. Close this and try again.', issues: [] }))
    return () => {
      here = false
    }
  }, [])
  return { begun, problem }
}

const isNoEnd = ({ step }: ActAnswer) => step === 'confirm'

type ActFormProps = Omit<ActDialogProps, 'onClose'> & {
  begun: Begun
  /** Told whether the dialog says what would come of the act. */
  onTold: (told: boolean) => void
}

function ActForm({ act, selection, count, begun, onTold, onDone }: ActFormProps) {
  const cancel = useCloseDialog()
  const { state, sending, errorAt, form } = useKeptForm(actOnSelection, isNoEnd)
  const [back, setBack] = useState<ActAnswer | null>(null)
  const answer = state?.done ? state.value : null
  // A refused confirmation leaves the step where it was.
  const [confirm, setConfirm] = useState<Extract<ActAnswer, { step: 'confirm' }> | null>(null)
  if (answer?.step === 'confirm' && answer !== confirm && answer !== back) setConfirm(answer)
  const done = answer?.step === 'done' ? answer : null
  useEffect(() => {
    if (done) onDone(done)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once an answer, whatever the caller's function is by then
  }, [done])
  useEffect(() => onTold(confirm !== null), [confirm, onTold])
  const fields = { errorAt, today: begun.now.slice(0, 10) }
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="all" value={selection.all ? 'yes' : ''} />
      <input type="hidden" name="filters" value={selection.filters} />
      <input type="hidden" name="ids" value={selection.all ? '' : selection.ids.join(' ')} />
      <input type="hidden" name="mark" value={confirm?.preview.mark ?? selection.mark} />
      <input type="hidden" name="count" value={confirm?.preview.count ?? count} />
      <input type="hidden" name="intent" value={confirm ? 'act' : 'look'} />
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {/* Kept as they were typed while the consequence is shown: the same form is sent again. */}
      <div hidden={confirm !== null} className="flex flex-col gap-3 [&[hidden]]:hidden">
        {act === 'owner' ? <ChoiceField name="owner" id="act-owner" label="Owner" choices={begun.owners} none="take statements back: rules and hints decide" error={errorAt('owner')} /> : null}
        {act === 'workload' ? <ChoiceField name="workload" id="act-workload" label="Workload" choices={begun.workloads} none="take statements back: rules and hints decide" error={errorAt('workload')} /> : null}
        {act === 'fact' ? <FactFields {...fields} /> : null}
        {act === 'control' ? <ControlFields {...fields} /> : null}
        {act === 'exposure' ? <LeakFields errorAt={errorAt} latest={begun.now.slice(0, 16)} /> : null}
      </div>
      {confirm ? <Consequence answer={confirm} error={errorAt('typed')} /> : null}
      <DialogActions>
        {/* Another at each question, so that each begins with the focus on it. */}
        <Button onClick={cancel} autoFocus key={confirm ? `${confirm.preview.mark} ${confirm.preview.count}` : 'cancel'}>
          Cancel
        </Button>
        {confirm ? (
          <Button
            onClick={() => {
              setBack(confirm)
              setConfirm(null)
            }}
          >
            Back
          </Button>
        ) : null}
        <Button type="submit" kind="primary" aria-disabled={sending}>
          {sending ? (confirm ? 'Working …' : 'Looking …') : (confirm?.verb ?? 'Show what it changes')}
        </Button>
      </DialogActions>
    </form>
  ) // prettier-ignore
}
