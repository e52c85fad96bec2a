import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head.tsx'
import { KeepsMark } from '@/components/sources/keeps-mark.tsx'
import { WizardSteps } from '@/components/sources/wizard-steps.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { alreadyThere } from '@/lib/flows/add-source.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { TestedForm } from '../../../../tested-form.tsx'
import { DemoInTheWay } from '../../../demo-in-the-way.tsx'
import { wayToConnect } from '../../connector-to-connect.ts'
import { fieldsOf, readFilled, settingsFrom, type WayPageProps } from '../filled-query.ts'
import { testOrSave } from './actions.ts'

export const metadata: Metadata = { title: 'Add source: test' }

/** Step 4: what the provider answers, a row a permission. The credential is typed here and is in no address. */
export default async function TestPage({ params, searchParams }: WayPageProps) {
  await pageViewer('sources:edit')
  const { kind, way: id } = await params
  const found = await wayToConnect(kind, id)
  if (!found) notFound()
  const { connector, way } = found
  const filled = readFilled(way, await searchParams)
  const back = `/sources/new/${kind}/${id}?${filled.search}`
  const { settings: read, issues } = settingsFrom(connector, way, filled)
  const { db } = await webWorld()
  if (!filled.name || issues.length > 0 || (await alreadyThere({ db }, { kind, name: filled.name, settings: read })))
    redirect(`${back}&checked=yes`)
  const { here } = await demoState({ db })
  const settings = way.settings.flatMap((name) => {
    const value = filled.values[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const hidden = { kind, way: id, name: filled.name, ...Object.fromEntries(settings.map(([name, value]) => [`field.${name}`, value])) }
  return (
    <>
      <PageHead
        title={`Add source: ${filled.name}`}
        says="What it may read is tried in its smallest form, or asked about where the provider tells it: a row a permission. Nothing is read into the inventory yet."
      />
      <WizardSteps at={4} back={{ 1: '/sources/new', 2: `/sources/new/${kind}`, 3: back }} />
      <DemoInTheWay db={db} />
      <section aria-label="What is tested" className="mb-6 max-w-[60rem] rounded-panel border border-line bg-panel p-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-section">{way.label}</h2>
          <KeepsMark keeps={way.keeps} />
        </div>
        <dl className="mt-2 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1 text-table">
          {settings.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-text-2">{connector.fields.find((field) => field.name === name)?.label ?? name}</dt>
              <dd translate="no" className="font-mono break-all">
                {value}
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-2 text-table">
          <TextLink href={back}>Change</TextLink>
        </p>
      </section>
      <div className="max-w-[60rem]">
        <TestedForm
          label="Test the connection"
          act={testOrSave}
          hidden={hidden}
          fields={fieldsOf(connector, way, way.credential)}
          keep="Save source"
          refused={here ? 'The demo data has to be removed first.' : null}
        />
      </div>
    </>
  )
}
