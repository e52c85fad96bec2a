import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { connectorKinds, connectorOf } from '@/lib/connectors/registry.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DemoInTheWay } from './demo-in-the-way.tsx'

export const metadata: Metadata = { title: 'Add source' }

export default async function NewSourcePage() {
  await pageViewer('sources:edit')
  const { db } = await webWorld()
  const kinds = await Promise.all(connectorKinds.map(async (kind) => connectorOf(kind)))
  return (
    <>
      <PageHead title="Add source" says="Choose what to read. Only reading rights are needed, and the credential is sealed." />
      <DemoInTheWay db={db} />
      <ul className="grid gap-4 lg:grid-cols-2">
        {kinds.map(({ kind, label, about, coverage }) => (
          <li key={kind} className="flex flex-col gap-3 rounded-panel border border-line p-4">
            <h2 className="text-section">{label}</h2>
            <p className="text-text-2">{about}</p>
            <details className="text-table">
              <summary className="w-fit cursor-pointer py-1 text-text-2">What you will not see</summary>
              <ul className="mt-1 list-disc pl-4 text-text-2">
                {coverage
                  .filter(({ state }) => state !== 'read')
                  .map(({ object, says }) => (
                    <li key={object}>
                      <span className="text-text">{object}</span>: {says}
                    </li>
                  ))}
              </ul>
            </details>
            <div>
              <LinkButton href={kind === 'file' ? '/sources/import' : `/sources/new/${kind}`}>
                {kind === 'file' ? 'Import a file' : `Connect ${label}`}
              </LinkButton>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
