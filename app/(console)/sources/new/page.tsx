import type { Metadata } from 'next'
import Form from 'next/form'
import { PageHead } from '@/components/shell/page-head.tsx'
import { VerifiedMark } from '@/components/sources/verified-mark.tsx'
import { familyWord } from '@/components/sources/family-words.ts'
import { WizardSteps } from '@/components/sources/wizard-steps.tsx'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Section } from '@/components/ui/section.tsx'
import type { Connector } from '@/lib/connectors/contract.ts'
import { connectorFamilies } from '@/lib/model/connector-family.ts'
import { connectorKinds, connectorOf } from '@/lib/connectors/registry.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DemoInTheWay } from './demo-in-the-way.tsx'

export const metadata: Metadata = { title: 'Add source' }

/** Step 1: what to read. */
export default async function NewSourcePage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  await pageViewer('sources:edit')
  const { db } = await webWorld()
  const asked = (await searchParams).q
  const q = typeof asked === 'string' ? asked.trim().slice(0, 100) : ''
  const kinds = await Promise.all(connectorKinds.map(async (kind) => connectorOf(kind)))
  const found = Map.groupBy(
    kinds.filter((connector) => isAbout(connector, q)),
    ({ family }) => family,
  )
  return (
    <>
      <PageHead title="Add source" says="Choose what to read. Reading rights are enough, and nothing is changed at the provider." />
      <WizardSteps at={1} />
      <DemoInTheWay db={db} />
      <Form action="/sources/new" role="search" className="mb-4 flex max-w-[40rem] items-end gap-2">
        <InputField name="q" type="search" label="Search kinds" defaultValue={q} maxLength={100} className="grow" />
        <Button type="submit">Search</Button>
      </Form>
      {found.size > 0 ? (
        connectorFamilies
          .filter((family) => found.has(family))
          .map((family) => (
            <Section key={family} title={familyWord[family]}>
              <ul className="grid gap-3 md:grid-cols-2">
                {found.get(family)?.map((connector) => (
                  <Kind key={connector.kind} connector={connector} />
                ))}
              </ul>
            </Section>
          ))
      ) : (
        <EmptyState title={`No connector reads “${q}” yet.`} action={<LinkButton href="/sources/import">Import a file</LinkButton>}>
          Export its tokens, ids and dates alone, and import them as a file: they are scored the same, as far as the file says.
        </EmptyState>
      )}
    </>
  )
}

function Kind({ connector: { kind, label, about, verified } }: { connector: Connector }) {
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-panel border border-line p-4 wrap-anywhere">
      <h3 className="font-medium">{label}</h3>
      <p className="text-table text-text-2">{about}</p>
      {verified ? <VerifiedMark verified={verified} /> : null}
      <div className="mt-auto pt-1">
        {kind === 'file' ? (
          <LinkButton href="/sources/import">Import a file</LinkButton>
        ) : (
          <LinkButton href={`/sources/new/${kind}`} aria-label={`Connect ${label}`}>
            Connect
          </LinkButton>
        )}
      </div>
    </li>
  )
}

function isAbout({ label, about, coverage }: Connector, q: string): boolean {
  const text = [label, about, ...coverage.map(({ object }) => object)].join(' ').toLowerCase()
  return q.toLowerCase().split(/\s+/).every((word) => text.includes(word)) // prettier-ignore
}
