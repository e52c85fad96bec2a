import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { kindChoices } from '@/lib/exposure/kind-words.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { RecordForm } from './record-form.tsx'

export const metadata: Metadata = { title: 'Record a leak · Exposures' }

/** A leak that a person found: where, when, and which token it is of. */
export default async function NewExposurePage() {
  await pageViewer('exposures:edit')
  const { now } = await webWorld()
  return (
    <>
      <PageHead
        title="Record a leak"
        says={<p>Where it was found, and which token it is of. A token of which a leak is on record is to be revoked at once, and its owner is told where messages are on.</p>}
      />
      <RecordForm kinds={kindChoices} latest={now.toISOString().slice(0, 16)} />
    </>
  )
} // prettier-ignore
