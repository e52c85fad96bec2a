import type { ReactNode } from 'react'
import { Section } from '@/components/ui/section.tsx'
import { ownerChoices, workloadChoices } from '@/lib/db/directory-choices.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { ControlForm } from './control-form.tsx'
import { ExposureForm } from './exposure-form.tsx'
import { OwnerStatement, WorkloadStatement } from './statement-forms.tsx'

/** What a person may say of a token that no provider does. Each scores it again as it is saved. */
export async function StateToken({ token }: { token: TokenDetail }) {
  const { db, now } = await webWorld()
  const [owners, workloads] = await Promise.all([ownerChoices(db), workloadChoices(db)])
  return (
    <Section title="State what you know" says="What a person states stands above rules and hints, and a sync does not take it away.">
      <div className="grid gap-x-10 gap-y-1 xl:grid-cols-2">
        <Act title="Who owns it">
          <OwnerStatement token={token.id} owners={owners} owner={token.owner && { ...token.owner, says: null }} how={token.ownerHow} />
        </Act>
        <Act title="Which workload uses it">
          <WorkloadStatement
            token={token.id}
            workloads={workloads}
            workload={token.workload && { id: token.workload.id, name: token.workload.name, says: token.workload.environment }}
            how={token.workloadHow}
          />
        </Act>
        <Act title="A control that protects it">
          <ControlForm token={token.id} today={now.toISOString().slice(0, 10)} />
        </Act>
        <Act title="A leak of it">
          <ExposureForm token={token.id} latest={now.toISOString().slice(0, 16)} />
        </Act>
      </div>
    </Section>
  )
}

function Act({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="h-fit border-b border-line py-1">
      <summary className="min-h-8 w-fit cursor-pointer py-1.5 font-medium">{title}</summary>
      <div className="pt-2 pb-4">{children}</div>
    </details>
  )
}
