import type { Metadata } from 'next'
import { conditionWords } from '@/components/directory/condition-words.ts'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { TokenLines } from '@/components/directory/token-lines.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { countWords, leastAtHead } from '@/components/ui/time-words.ts'
import { ruleTokens } from '@/lib/flows/count-rules.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../../what-lacks.tsx'
import { readRuleOr404 } from '../../read-or-404.ts'
import { RulePageForm } from '../../rule-page-form.tsx'

type RulePageProps = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: RulePageProps): Promise<Metadata> {
  return { title: `${(await readRuleOr404((await params).id)).name} · Rules · Directory` }
}

export default async function RulePage({ params }: RulePageProps) {
  const viewer = await pageViewer('directory:read')
  const { id } = await params
  const world = await webWorld()
  const rule = await readRuleOr404(id)
  const [{ tokens, count }, { atLeast, notice }] = await Promise.all([ruleTokens(world, id), whatLacks(viewer)])
  const gives = [rule.ownerName, rule.workloadName && `the workload ${rule.workloadName}`].filter(Boolean).join(' and ')
  return (
    <>
      <PageHead
        title={rule.name}
        says={`${rule.enabled ? '' : 'This rule is switched off. '}Where ${conditionWords(rule.condition, rule.sourceName)}, it gives ${gives}.`}
      />
      <DirectoryTabs here="rules" />
      {notice}
      {may(viewer.role, 'directory:edit') ? (
        <div className="mb-8">
          <RulePageForm viewer={viewer} rule={rule} />
        </div>
      ) : null}
      <div id="assigns">
        <Section title="What it assigns now" says={saysCount(count, tokens.length, atLeast)}>
          {tokens.length > 0 ? <TokenLines caption="Tokens that the rule decides" tokens={tokens} /> : null}
        </Section>
      </div>
    </>
  )
}

function saysCount(count: number, shown: number, atLeast: boolean): string {
  if (count === 0) return `No live token at present${atLeast ? ', in what was read' : ''}.`
  const tokens = count === 1 && !atLeast ? 'One live token' : `${leastAtHead(count, atLeast)} live ${count === 1 ? 'token' : 'tokens'}`
  return shown < count ? `${tokens}; the first ${countWords(shown)} of them:` : `${tokens}:`
}
