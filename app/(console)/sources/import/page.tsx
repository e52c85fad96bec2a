import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { columnsOf } from '@/lib/connectors/file/connector.ts'
import { knownMaps } from '@/lib/connectors/file/known-maps.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DemoInTheWay } from '../new/demo-in-the-way.tsx'
import { ImportForm } from './import-form.tsx'
import { rowKinds } from './row-kinds.ts'

export const metadata: Metadata = { title: 'Import a file' }

export default async function ImportPage() {
  await pageViewer('sources:edit')
  const { db } = await webWorld()
  const { here } = await demoState({ db })
  const { about } = await connectorOf('file')
  return (
    <>
      <PageHead title="Import a file" says={`${about} All of it is taken in, or nothing.`} />
      <DemoInTheWay db={db} />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,52rem)_minmax(0,1fr)]">
        <ImportForm
          refused={here ? 'The demo data has to be removed first.' : null}
          columns={Object.fromEntries(rowKinds.map(({ rows }) => [rows, columnsOf(rows)]))}
          known={knownMaps}
        />
        <section>
          <h2 className="text-section">Columns</h2>
          <p className="max-w-[72ch] text-table text-text-2">
            A CSV file begins with a line of these names, in any order; JSON has them as fields. Columns that do not apply can be left out.
            Another tool’s file can have other names: choose it, and say which is which. Give ids and names of tokens, never the tokens
            themselves.
          </p>
          <dl className="mt-2 flex flex-col gap-3">
            {rowKinds.map(({ rows, label }) => (
              <div key={rows}>
                <dt className="font-medium">{label}</dt>
                <dd translate="no" className="font-mono text-meta break-words text-text-2">
                  {columnsOf(rows).join(', ')}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </>
  )
}
