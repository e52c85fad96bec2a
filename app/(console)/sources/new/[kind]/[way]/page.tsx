import type { Metadata } from 'next'
import Form from 'next/form'
import { notFound, redirect } from 'next/navigation'
import { randomBytes } from 'node:crypto'
import { PageHead } from '@/components/shell/page-head.tsx'
import { KeepsMark } from '@/components/sources/keeps-mark.tsx'
import { SnippetView } from '@/components/sources/snippet-view.tsx'
import { WizardSteps } from '@/components/sources/wizard-steps.tsx'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import type { Connector, WayIn } from '@/lib/connectors/contract.ts'
import { alreadyThere } from '@/lib/flows/add-source.ts'
import type { Issue } from '@/lib/model/app-error.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ConnectorField } from '../../../connector-field.tsx'
import { wayToConnect } from '../connector-to-connect.ts'
import { partedFields, readFilled, settingsFrom, type FilledQuery, type WayPageProps } from './filled-query.ts'

export const metadata: Metadata = { title: 'Add source: permissions' }

/** Step 3: what to read, and what to set up at the provider. What is filled in stands in the address and in the texts to copy. */
export default async function PermissionsPage({ params, searchParams }: WayPageProps) {
  await pageViewer('sources:edit')
  const { kind, way: id } = await params
  const found = await wayToConnect(kind, id)
  if (!found) notFound()
  const { connector, way } = found
  const query = await searchParams
  const here = `/sources/new/${kind}/${id}`
  // Made up once and kept in the address, so that what is copied into the trust policy is what will be stored.
  if (way.settings.includes('externalId') && query.externalId === undefined)
    redirect(
      `${here}?${new URLSearchParams({ ...readFilled(way, query).values, externalId: `standdown-${randomBytes(12).toString('hex')}` })}`,
    )
  const filled = readFilled(way, query)
  const problem = query.checked === 'yes' ? await problemOf(connector, way, filled) : null
  const issues = problem?.issues ?? []
  const errorAt = (name: string) => issues.find(({ where }) => where === name)?.what
  const { plain, folded } = partedFields(connector, way)
  const field = (one: (typeof plain)[number]) => (
    <ConnectorField key={one.name} field={one} as={one.name} value={filled.values[one.name]} error={errorAt(one.name)} />
  )
  return (
    <>
      <PageHead title={`Add source: ${connector.label}`} says={`${way.label}. ${way.keepsSays}`} />
      <WizardSteps at={3} back={{ 1: '/sources/new', 2: `/sources/new/${kind}` }} />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
        <Form action={`${here}/test`} aria-label="What to read" className="flex min-w-0 flex-col gap-5">
          {problem ? <FormProblem state={problem} labels={labelsOf([...plain, ...folded])} /> : null}
          <div className="flex items-center justify-between gap-3">
            <h2 className="text-section">What to read</h2>
            <KeepsMark keeps={way.keeps} />
          </div>
          <InputField
            name="name"
            label="Name"
            hint="As the source will be called here."
            defaultValue={filled.name}
            maxLength={100}
            error={errorAt('name')}
          />
          {plain.map(field)}
          {way.forSnippets?.map((one) => (
            <ConnectorField key={one.name} field={one} as={one.name} value={filled.values[one.name]} />
          ))}
          {folded.length > 0 ? (
            <details open={folded.some(({ name }) => filled.values[name] !== undefined)}>
              <summary className="w-fit cursor-pointer py-1 text-text-2">Addresses, where they are not the provider’s own</summary>
              <div className="mt-3 flex flex-col gap-5">{folded.map(field)}</div>
            </details>
          ) : null}
          <div className="flex flex-wrap gap-3">
            <Button type="submit" kind="primary">
              Continue to the test
            </Button>
            <Button type="submit" formAction={here}>
              Fill in the texts to copy
            </Button>
          </div>
        </Form>
        <section className="min-w-0">
          <h2 className="text-section">Set it up at the provider</h2>
          <ol className="mt-2 flex max-w-[72ch] list-decimal flex-col gap-1 pl-5">
            {way.steps.map((step) => (
              <li key={step} className="wrap-anywhere">
                {step}
              </li>
            ))}
          </ol>
          {way.snippets(filled.values).map((snippet) => (
            <SnippetView key={snippet.title} snippet={snippet} />
          ))}
        </section>
      </div>
    </>
  )
}

/** Why the next step would not take it, as far as that can be known without a credential. */
async function problemOf(
  connector: Connector,
  way: WayIn,
  filled: FilledQuery,
): Promise<{ message: string; issues: readonly Issue[] } | null> {
  const { settings, issues } = settingsFrom(connector, way, filled)
  const all = [...(filled.name ? [] : [{ where: 'name', what: 'A source needs a name.' }]), ...issues]
  if (all.length > 0) return { message: 'These settings cannot be used yet.', issues: all }
  const message = await alreadyThere(await webWorld(), { kind: connector.kind, name: filled.name, settings })
  return message === null ? null : { message, issues: [] }
}

function labelsOf(fields: readonly { name: string; label: string }[]): Record<string, string> {
  return { name: 'Name', ...Object.fromEntries(fields.map(({ name, label }) => [name, label])) }
}
