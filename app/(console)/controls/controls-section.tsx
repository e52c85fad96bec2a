import { ControlTable } from '@/components/directory/control-table.tsx'
import { Section } from '@/components/ui/section.tsx'
import { controlsOn } from '@/lib/db/controls-on.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { RecordControlForm } from './record-control-form.tsx'

type ControlsSectionProps = { on: 'workload' | 'source'; id: string; viewer: Viewer }

/** The controls that protect everything of a workload or a source, and the form to record one. */
export async function ControlsSection({ on, id, viewer }: ControlsSectionProps) {
  const { db, now } = await webWorld()
  const controls = await controlsOn(db, on === 'workload' ? { workloadId: id } : { sourceId: id })
  return (
    <Section title="Controls" says={`What protects every token of this ${on}. Each counts for 90 days from the day of its evidence.`}>
      {controls.length > 0 ? <ControlTable controls={controls} now={now} /> : <p className="text-text-2">None on record.</p>}
      {may(viewer.role, 'tokens:edit') ? (
        <details className="mt-3">
          <summary className="min-h-8 w-fit cursor-pointer py-1.5 text-accent">Record a control or a drill…</summary>
          <div className="pt-2">
            <RecordControlForm on={on} id={id} today={now.toISOString().slice(0, 10)} />
          </div>
        </details>
      ) : null}
    </Section>
  )
}
