import type { Metadata } from 'next'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { RulePageForm } from '../../rule-page-form.tsx'

export const metadata: Metadata = { title: 'Add a rule · Directory' }

export default async function NewRulePage() {
  const viewer = await pageViewer('directory:edit')
  return (
    <>
      <PageHead
        title="Add a rule"
        says="Everything that is filled in must hold. What a person states of a token stands above every rule."
      />
      <DirectoryTabs here="rules" />
      <RulePageForm viewer={viewer} rule={null} />
    </>
  )
}
