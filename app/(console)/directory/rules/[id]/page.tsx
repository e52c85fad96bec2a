import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { conditionWords } from '@/components/directory/condition-words.ts'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { TokenLines } from '@/components/directory/token-lines.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { listRules } from '@/lib/db/list-rules.ts'
import { ruleTokens } from '@/lib/flows/count-rules.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { RulePageForm } from '../../rule-page-form.tsx'

export const metadata: Metadata = { title: 'Rule · Directory' }

export default async function RulePage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await pageViewer('directory:read')
  const { id } = await params
  const world = await webWorld()
  const rule = (await listRules(world.db)).find((one) => one.id === id)
  if (!rule) notFound()
  const { tokens, count } = await ruleTokens(world, id)
  const gives = [rule.ownerName, rule.workloadName && `the workload ${rule.workloadName}`].filter(Boolean).join(' and ')
  return (
    <>
      <PageHead
        title={rule.name}
        says={`${rule.enabled ? '' : 'This rule is switched off. '}Where ${conditionWords(rule.condition, rule.sourceName)}, it gives ${gives}.`}
      />
      <DirectoryTabs here="rules" />
      {may(viewer.role, 'directory:edit') ? (
        <div className="mb-8">
          <RulePageForm viewer={viewer} rule={rule} />
        </div>
      ) : null}
      <div id="assigns">
        <Section title="What it assigns now" says={saysCount(count, tokens.length)}>
          {tokens.length > 0 ? <TokenLines caption="Tokens that the rule decides" tokens={tokens} /> : null}
        </Section>
      </div>
    </>
  )
}

function saysCount(count: number, shown: number): string {
  if (count === 0) return 'No live token at present.'
  const tokens = count === 1 ? 'One live token' : `${countWords(count)} live tokens`
  return shown < count ? `${tokens}; the first ${countWords(shown)} of them:` : `${tokens}:`
}
