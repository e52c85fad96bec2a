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
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ConnectorField } from '../../../connector-field.tsx'
import { wayToConnect } from '../connector-to-connect.ts'
import { fieldsOf, readFilled, settingsFrom, type WayPageProps } from './filled-query.ts'

export const metadata: Metadata = { title: 'Add source: permissions' }

const addresses = ['region', 'baseUrl', 'stsBaseUrl', 'introspectionEndpoint', 'revocationEndpoint']

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
  const issues = query.checked === 'yes' ? [...nameIssue(filled.name), ...settingsFrom(connector, way, filled).issues] : []
  const errorAt = (name: string) => issues.find(({ where }) => where === name)?.what
  const fields = fieldsOf(connector, way, way.settings)
  const [plain, rare] = [fields.filter(({ name }) => !addresses.includes(name)), fields.filter(({ name }) => addresses.includes(name))]
  const field = (one: (typeof fields)[number]) => (
    <ConnectorField key={one.name} field={one} as={one.name} value={filled.values[one.name]} error={errorAt(one.name)} />
  )
  return (
    <>
      <PageHead title={`Add source: ${connector.label}`} says={`${way.label}. ${way.keepsSays}`} />
      <WizardSteps at={3} back={{ 1: '/sources/new', 2: `/sources/new/${kind}` }} />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
        <Form action={`${here}/test`} aria-label="What to read" className="flex min-w-0 flex-col gap-5">
          {issues.length > 0 ? (
            <FormProblem state={{ message: 'These settings cannot be used yet.', issues }} labels={labelsOf(fields)} />
          ) : null}
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
          {rare.length > 0 ? (
            <details open={rare.some(({ name }) => filled.values[name] !== undefined)}>
              <summary className="w-fit cursor-pointer py-1 text-text-2">Addresses, where they are not the provider’s own</summary>
              <div className="mt-3 flex flex-col gap-5">{rare.map(field)}</div>
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

function nameIssue(name: string) {
  return name ? [] : [{ where: 'name', what: 'A source needs a name.' }]
}

function labelsOf(fields: readonly { name: string; label: string }[]): Record<string, string> {
  return { name: 'Name', ...Object.fromEntries(fields.map(({ name, label }) => [name, label])) }
}
