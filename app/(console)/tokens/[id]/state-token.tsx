import type { ReactNode } from 'react'
import { Part } from '@/components/tokens/detail/part.tsx'
import { auditMark } from '@/lib/db/audit-mark.ts'
import { ownerChoices, workloadChoices } from '@/lib/db/directory-choices.ts'
import { statedFacts } from '@/lib/db/stated-facts.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import type { StatedFactName } from '@/lib/model/stated-fact.ts'
import type { AssignedHow } from '@/lib/model/token.ts'
import type { Scope } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { ControlForm } from './control-form.tsx'
import { CorrectFactForm } from './correct-fact-form.tsx'
import { ExposureForm } from './exposure-form.tsx'
import { AssignmentForm } from './statement-forms.tsx'
import { Statements } from './statements.tsx'

/** What a person may say of a token that no provider does. Each scores it again as it is saved. `correct`: the fact they came to state. */
export async function StateToken({ token, scope, correct }: { token: TokenDetail; scope: Scope; correct: StatedFactName | null }) {
  const { db, now } = await webWorld()
  const [mark, owners, workloads, statements] = await Promise.all([
    auditMark(db),
    ownerChoices(db),
    workloadChoices(db),
    statedFacts(db, scope, token.id),
  ])
  const { id, owner, workload } = token
  const today = now.toISOString().slice(0, 10)
  const isFile = token.sourceKind === 'file'
  const howOf = (how: AssignedHow | null) => (how === 'hint' && isFile ? 'file' : how)
  return (
    <Part
      id="state"
      title="State what you know"
      says="What a person states stands above rules and hints, and a sync does not take it away."
    >
      <div className="grid gap-x-10 gap-y-1 xl:grid-cols-2">
        <Act title="Who owns it">
          <AssignmentForm
            noun="owner"
            token={id}
            mark={mark}
            choices={owners}
            chosen={owner && { ...owner, says: null }}
            how={howOf(token.ownerHow)}
          />
        </Act>
        <Act title="Which workload uses it">
          <AssignmentForm
            noun="workload"
            token={id}
            mark={mark}
            choices={workloads}
            chosen={workload && { id: workload.id, name: workload.name, says: workload.environment }}
            how={howOf(token.workloadHow)}
          />
        </Act>
        <Act title={isFile ? 'A fact that its file does not tell' : 'A fact that its provider does not report'}>
          <Statements token={token} statements={statements} mark={mark} now={now} />
          <CorrectFactForm key={correct} token={id} mark={mark} today={today} first={correct} />
        </Act>
        <Act id="state-control" title="A control that protects it">
          <ControlForm token={id} mark={mark} today={today} />
        </Act>
        <Act title="A leak of it">
          <ExposureForm token={id} mark={mark} latest={now.toISOString().slice(0, 16)} />
        </Act>
      </div>
    </Part>
  )
}

function Act({ id, title, children }: { id?: string; title: string; children: ReactNode }) {
  return (
    <details id={id} className="h-fit border-b border-line py-1">
      <summary className="min-h-8 w-fit cursor-pointer py-1.5 font-medium pointer-coarse:min-h-11">{title}</summary>
      <div className="pt-2 pb-4">{children}</div>
    </details>
  )
}
