import type { Metadata } from 'next'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import type { OwnerFields } from '@/lib/model/directory.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { OwnerForm } from '../../owner-form.tsx'

export const metadata: Metadata = { title: 'Add an owner · Directory' }

export default async function NewOwnerPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  await pageViewer('directory:edit')
  const { db } = await webWorld()
  const [teams, people] = await Promise.all([ownerChoices(db, 'team'), ownerChoices(db, 'person')])
  return (
    <>
      <PageHead title="Add an owner" says="What providers say belongs to their address or one of their handles is theirs at once." />
      <DirectoryTabs here="owners" />
      <OwnerForm owner={null} start={startOf(await searchParams)} teams={teams} people={people} team={null} manager={null} />
    </>
  )
}

/** A name that tokens carry and the directory does not know fills in what it can. */
function startOf({ how, value }: RawQuery): Partial<OwnerFields> {
  if (typeof value !== 'string' || value.length > 320) return {}
  const bare = value.replace(/^[a-z0-9-]+:/i, '').replace(/@.*$/, '')
  const name = bare.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') // prettier-ignore
  if (how === 'email') return { name, email: value }
  if (how === 'handle') return { name, handles: [value] }
  return how === 'name' ? { name: value, kind: 'team' } : {}
}
