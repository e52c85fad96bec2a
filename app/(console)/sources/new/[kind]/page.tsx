import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head.tsx'
import { connectorKinds, connectorOf } from '@/lib/connectors/registry.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DemoInTheWay } from '../demo-in-the-way.tsx'
import { SourceForm } from './source-form.tsx'

export const metadata: Metadata = { title: 'Add source' }

export default async function NewSourceOfKindPage({ params }: { params: Promise<{ kind: string }> }) {
  await pageViewer('sources:edit')
  const { kind } = await params
  // A file has no credential and no schedule: it is imported.
  if (kind === 'file' || !connectorKinds.some((one) => one === kind)) notFound()
  const connector = await connectorOf(kind)
  const { db } = await webWorld()
  const { here } = await demoState({ db })
  const credentialFields = Object.keys(connector.credentialEnv)
  return (
    <>
      <PageHead title={`Add source: ${connector.label}`} says={connector.about} />
      <DemoInTheWay db={db} />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,40rem)_minmax(0,1fr)]">
        <SourceForm
          kind={kind}
          fields={connector.fields}
          credentialFields={credentialFields}
          refused={here ? 'The demo data has to be removed first.' : null}
        />
        <section>
          <h2 className="text-section">{connector.policy.title}</h2>
          <p className="text-table text-text-2">The least that it needs. Copy it into the provider before you test.</p>
          <pre
            tabIndex={0}
            aria-label={connector.policy.title}
            translate="no"
            className="mt-2 max-h-160 overflow-auto rounded-panel border border-line bg-panel p-3 font-mono text-meta"
          >
            {connector.policy.text}
          </pre>
        </section>
      </div>
    </>
  )
}
