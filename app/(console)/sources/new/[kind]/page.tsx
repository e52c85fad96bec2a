import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head.tsx'
import { KeepsMark } from '@/components/sources/keeps-mark.tsx'
import { VerifiedMark } from '@/components/sources/verified-mark.tsx'
import { WhatIsSeen } from '@/components/sources/what-is-seen.tsx'
import { WizardSteps } from '@/components/sources/wizard-steps.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DemoInTheWay } from '../demo-in-the-way.tsx'
import { connectorToConnect } from './connector-to-connect.ts'

export const metadata: Metadata = { title: 'Add source: way in' }

/** Step 2: how Standdown gets in. */
export default async function WayInPage({ params }: { params: Promise<{ kind: string }> }) {
  await pageViewer('sources:edit')
  const { kind } = await params
  const connector = await connectorToConnect(kind)
  if (!connector) notFound()
  const { db } = await webWorld()
  return (
    <>
      <PageHead title={`Add source: ${connector.label}`} says="Choose how Standdown gets in. What stores no secret stands first." />
      <WizardSteps at={2} back={{ 1: '/sources/new' }} />
      <DemoInTheWay db={db} />
      {connector.ways.every(({ keeps }) => keeps === 'standing-key') ? (
        <Notice tone="info" title="Every way into this provider needs a stored key." className="mb-4">
          <p>It offers none without. The key is then a standing privilege of our own, and the first way is the narrowest.</p>
        </Notice>
      ) : null}
      <ol className="flex max-w-[60rem] flex-col gap-3">
        {connector.ways.map(({ id, label, about, keeps, keepsSays }, index) => (
          <li key={id} className="flex flex-col gap-2 rounded-panel border border-line p-4">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <h2 className="text-section">{label}</h2>
              <KeepsMark keeps={keeps} />
            </div>
            <p className="max-w-[72ch] text-text-2">{about}</p>
            <p className="max-w-[72ch] text-table text-text-2">{keepsSays}</p>
            <div className="pt-1">
              <LinkButton href={`/sources/new/${kind}/${id}`} kind={index === 0 ? 'primary' : 'quiet'} aria-label={`Choose: ${label}`}>
                Choose
              </LinkButton>
            </div>
          </li>
        ))}
      </ol>
      <Section title="What it reads" className="mt-8">
        <div className="flex max-w-[60rem] flex-col gap-4">
          <WhatIsSeen coverage={connector.coverage} />
          {connector.verified ? <VerifiedMark verified={connector.verified} /> : null}
        </div>
      </Section>
    </>
  )
}
