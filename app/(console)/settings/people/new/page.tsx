import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { NewPersonForm } from '../new-person-form.tsx'

export const metadata: Metadata = { title: 'Invite a person · People and roles · Settings' }

export default async function NewPersonPage() {
  await pageViewer('people:edit')
  const { db } = await webWorld()
  return (
    <>
      <PageHead title="Invite a person" says="They choose their own password by a link that you hand them. No message is sent from here." />
      <NewPersonForm owners={await ownerChoices(db)} />
    </>
  )
}
