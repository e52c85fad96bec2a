import type { Metadata } from 'next'
import { DepartedTable, OwnerlessTable, UnknownNamesTable, UnratedTable } from '@/components/directory/gap-tables.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { TokenLines } from '@/components/directory/token-lines.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EditPanel } from '@/components/ui/edit-panel.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastAtHead, leastWords } from '@/components/ui/time-words.ts'
import { departedOwners, namedButUnknown, ownerlessGroups, tokensNaming, unratedWorkloads } from '@/lib/db/directory-gaps.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

export const metadata: Metadata = { title: 'Gaps · Directory' }

export default async function GapsPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('directory:read')
  const { how, value } = await searchParams
  const mayEdit = may(viewer.role, 'directory:edit')
  const { db } = await webWorld()
  const [groups, departed, unrated, unknown, { atLeast, notice }] = await Promise.all([
    ownerlessGroups(db),
    departedOwners(db),
    unratedWorkloads(db),
    namedButUnknown(db),
    whatLacks(viewer),
  ])
  const least = (count: number) => leastWords(count, atLeast)
  const read = atLeast ? ' that was read' : ''
  const ownerless = groups.reduce((sum, { tokens }) => sum + tokens, 0)
  const suggested = groups.reduce((sum, group) => sum + group.suggested, 0) + departed.rows.reduce((sum, one) => sum + one.suggested, 0)
  return (
    <>
      <PageHead
        title="Directory"
        says={<p>{saysAll(ownerless, departed.tokens, atLeast)}</p>}
        action={
          suggested > 0 ? (
            <LinkButton kind="primary" href="/directory/suggestions">
              Show the suggestions
            </LinkButton>
          ) : null
        }
      />
      <DirectoryTabs here="gaps" />
      {notice}
      {typeof how === 'string' && typeof value === 'string' ? <Naming how={how} value={value.slice(0, 320)} /> : null}
      <Section title="Tokens with no owner" says={ownerless === 0 ? `Every live token${read} has an owner.` : 'By where they are and what they are. A rule or a suggestion gives many an owner at once.'}>
        {ownerless > 0 ? <OwnerlessTable groups={groups} atLeast={atLeast} /> : null}
      </Section>
      <Section id="left" title="Tokens of owners who left" says={departed.owners === 0 ? `Nobody who left has live tokens${atLeast ? ', in what was read' : ''}.` : `${countWords(departed.owners)} who left still have ${least(departed.tokens)} live tokens, which count as nobody’s.`}>
        {departed.owners > 0 ? <DepartedTable owners={departed.rows} atLeast={atLeast} /> : null}
      </Section>
      <Section
        title="Named, but not in the directory"
        says={unknown.names === 0 ? `Every name that tokens carry is in the directory${atLeast ? ', as far as they were read' : ''}.` : `Providers and files name ${unknown.names === 1 ? 'one owner or workload' : `${least(unknown.names)} owners or workloads`} on ${least(unknown.tokens)} live tokens that the directory does not know. Added under that name, the tokens are theirs.`}
      >
        {unknown.names > 0 ? <UnknownNamesTable names={unknown.rows} atLeast={atLeast} mayEdit={mayEdit} /> : null}
      </Section>
      <Section title="Workloads of unknown sensitivity" says={unrated.workloads === 0 ? 'Every workload has been rated.' : 'Their tokens are scored as reaching customer data. The most tokens first.'}>
        {unrated.workloads > 0 ? <UnratedTable workloads={unrated.rows} atLeast={atLeast} /> : null}
        {unrated.workloads > unrated.rows.length ? <p className="mt-2 text-table"><TextLink href="/directory/workloads?show=unrated">Show all {countWords(unrated.workloads)}</TextLink></p> : null}
      </Section>
    </>
  )
} // prettier-ignore

function saysAll(ownerless: number, departed: number, atLeast: boolean): string {
  if (ownerless + departed === 0) return `Every live token${atLeast ? ' that was read' : ''} has an owner who is here.`
  const none = ownerless === 1 && !atLeast ? 'One live token has no owner' : `${leastAtHead(ownerless, atLeast)} live tokens have no owner`
  return departed === 0 ? `${none}.` : `${none}, and ${leastWords(departed, atLeast)} belong to somebody who left.`
}

/** The tokens that carry one unknown name. */
async function Naming({ how, value }: { how: string; value: string }) {
  const { db } = await webWorld()
  const tokens = await tokensNaming(db, how, value)
  return (
    <EditPanel title={`Tokens that name ${value}`} says={tokens.length === 0 ? 'No live token names it any more.' : undefined}>
      {tokens.length > 0 ? <TokenLines caption={`Tokens that name ${value}`} tokens={tokens} /> : null}
      <p className="mt-3">
        <LinkButton href="/directory/gaps">Close</LinkButton>
      </p>
    </EditPanel>
  )
}
