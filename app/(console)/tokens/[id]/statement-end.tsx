import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { FormState } from '@/lib/server/web/action.ts'

const labels = {
  owner: 'Owner',
  workload: 'Workload',
  evidence: 'Evidence',
  evidencedOn: 'Date of the evidence',
  evidencedAt: 'Date of the evidence',
  minutes: 'Minutes it took',
  foundIn: 'Found in',
  foundAt: 'Found at',
}

/** What came of it, and the button. */
export function StatementEnd({ state, sending, verb }: { state: FormState; sending: boolean; verb: string }) {
  return (
    <>
      {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
      {state?.done ? <Notice tone="success" role="status" title="Saved. The verdict above is the one that follows from it." /> : null}
      <div>
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Saving …' : verb}
        </Button>
      </div>
    </>
  )
}
