import type { Metadata } from 'next'
import { OwnerCard } from '@/components/directory/owner-card.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import { ownerChoices } from '@/lib/db/directory-choices.ts'
import type { OwnerDetail } from '@/lib/db/list-owners.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../../what-lacks.tsx'
import { MergeForm } from '../../merge-form.tsx'
import { OwnerForm } from '../../owner-form.tsx'
import { ownerLabels } from '../../owner-labels.ts'
import { readOwnerOr404 } from '../../read-or-404.ts'
import { SavedNotice } from '../../saved-notice.tsx'

type OwnerPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: OwnerPageProps): Promise<Metadata> {
  return { title: `${(await readOwnerOr404((await params).id)).name} · Owners · Directory` }
}

export default async function OwnerPage({ params, searchParams }: OwnerPageProps) {
  const viewer = await pageViewer('directory:read')
  const owner = await readOwnerOr404((await params).id)
  const { now } = await webWorld()
  const { atLeast, notice } = await whatLacks(viewer)
  return (
    <>
      <PageHead title={owner.name} says={<Says owner={owner} atLeast={atLeast} />} />
      <DirectoryTabs here="owners" />
      {notice}
      <SavedNotice query={await searchParams} labels={ownerLabels} />
      {owner.status === 'departed' && owner.tokens > 0 ? (
        <Notice
          tone="warning"
          className="mb-4"
          title={`${owner.name} left, and ${leastWords(owner.tokens, atLeast)} live tokens are still theirs.`}
        >
          <p>
            {suggestedWords(owner)} <TextLink href={`/tokens?owner=${owner.id}`}>Show the tokens</TextLink> ·{' '}
            <TextLink href={`/directory/suggestions?departed=${owner.id}`}>Show the suggestions</TextLink>
          </p>
        </Notice>
      ) : null}
      <OwnerCard owner={owner} atLeast={atLeast} now={now} />
      {may(viewer.role, 'directory:edit') ? <Forms owner={owner} atLeast={atLeast} /> : null}
    </>
  )
}

function Says({ owner, atLeast }: { owner: OwnerDetail; atLeast: boolean }) {
  const who = owner.kind === 'team' ? 'A team' : owner.teamName ? `A person in ${owner.teamName}` : 'A person in no team'
  if (owner.tokens === 0) return <p>{`${who}, with no live tokens${atLeast ? ' in what was read' : ''}.`}</p>
  return (
    <p>
      {who}, with <TextLink href={`/tokens?owner=${owner.id}`}>{leastWords(owner.tokens, atLeast)} live tokens</TextLink>,{' '}
      {owner.open === 0 ? 'none of them a standing privilege.' : `${leastWords(owner.open, atLeast)} of them to retire.`}
    </p>
  )
}

function suggestedWords({ managerName, teamName }: OwnerDetail): string {
  const heirs = [managerName && `${managerName}, who was their manager`, teamName].filter(Boolean)
  return heirs.length > 0
    ? `They count as nobody’s. Suggested where nothing stronger speaks: ${heirs.join(', else ')}.`
    : 'They count as nobody’s; no manager or team is known.'
}

async function Forms({ owner, atLeast }: { owner: OwnerDetail; atLeast: boolean }) {
  const { db } = await webWorld()
  const [teams, people] = await Promise.all([ownerChoices(db, 'team'), ownerChoices(db, 'person')])
  const team = owner.teamId ? { id: owner.teamId, name: owner.teamName ?? '', says: null } : null
  const manager = owner.managerId ? { id: owner.managerId, name: owner.managerName ?? '', says: null } : null
  return (
    <>
      <Section title="Edit">
        <OwnerForm key={owner.version} owner={owner} teams={teams} people={people} team={team} manager={manager} />
      </Section>
      <Section title="The same as another owner?">
        <MergeForm owner={owner} others={owner.kind === 'team' ? teams : people} atLeast={atLeast} />
      </Section>
    </>
  )
}
